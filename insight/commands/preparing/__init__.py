"""Commands that make a survey folder or put one in order."""
