"""The front page in words, positions and rows: the chart that leads it, and the small ones."""
