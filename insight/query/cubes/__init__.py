"""Cubes of sums, and the tables on disk that they are kept in."""
