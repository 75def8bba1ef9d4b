"""A recipe in the database: derived columns, and counts round each operation."""
