"""Figures that were published after the documents, and where their lines go on or end."""
