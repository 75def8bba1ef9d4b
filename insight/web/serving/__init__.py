"""What a process of several does beside answering: it says which it is, and ends without haste."""
