"""What names, labels and cells of a survey file mean, by vocabularies that stand in data files."""
