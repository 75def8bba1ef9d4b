"""A survey that a visitor brings: where it lies, how long, and the forms that correct it."""
