"""Responses in DuckDB: counts and sums per sampling unit, and the check of data against codebook.

It may import `language`, `statistics` and `survey`.
"""
