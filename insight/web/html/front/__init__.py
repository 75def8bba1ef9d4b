"""The front page as HTML."""
