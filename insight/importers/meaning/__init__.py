"""Meaning of names, labels and cells of a survey file, by vocabularies that stand in data files."""
