"""Inventories of the documents: who and what they name, and what is missing in them."""
