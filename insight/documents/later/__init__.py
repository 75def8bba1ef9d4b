"""Figures that were published after the documents, and what changed between them."""
