"""What to know before a survey is put in order: reliability, bands, and what a weight does."""
