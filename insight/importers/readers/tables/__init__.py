"""What a table does not say of itself: where it begins, what its header and its rows are."""
