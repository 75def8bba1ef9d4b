"""What can be searched for: everything that documents and codebooks say, each as an entry."""
