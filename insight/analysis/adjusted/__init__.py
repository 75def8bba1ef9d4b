"""Adjusted comparisons: groups as they would stand if other variables were alike."""
