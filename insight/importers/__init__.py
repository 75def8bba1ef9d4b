"""Survey files of other programs, read as they are."""
