"""Signing in at the server's door: who asks, where they come back to, and how it ends."""
