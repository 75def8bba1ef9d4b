"""The audit: who has done what, in a file of its own, for who answers for the data."""
