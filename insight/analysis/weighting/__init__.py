"""Weights raked to margins of the population, and how they are told."""
