"""Parts of pages that have choices of their own."""
