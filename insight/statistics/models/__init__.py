"""Models fitted to the sums of cells, and what follows from them."""
