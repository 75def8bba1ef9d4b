"""The recipe: operations that put a survey in order, while its responses keep their raw columns."""
