"""Several processes that answer at one address, and how each of them comes and goes."""
