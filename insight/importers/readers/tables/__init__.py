"""Tables that do not describe themselves: where they begin, what their header and rows are."""
