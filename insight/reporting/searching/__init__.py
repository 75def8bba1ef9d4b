"""Entries of the search: everything that documents and codebooks say, one for each."""
