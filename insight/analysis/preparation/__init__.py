"""Preparation of a survey, looked at beforehand: reliability, bands, and what a weight does."""
