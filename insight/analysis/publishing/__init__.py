"""Publishing: a survey that is checked takes its place, and what it changes is told."""
