"""A survey's folder, codebook and filters, before any response is read.

It may import `language` and `statistics`.
"""
