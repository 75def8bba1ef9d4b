"""Commands of who runs the app: processes, and what they serve."""
