"""Views that have addresses of their own: answers, those of organisations, and facts."""
