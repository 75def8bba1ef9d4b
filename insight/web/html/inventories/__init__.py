"""Inventories as HTML: what the documents name, and what is missing in them."""
