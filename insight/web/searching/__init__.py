"""The search for everything: its box on every page, what it has found, and where that is shown."""
