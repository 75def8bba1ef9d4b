"""Data maps: what another program says of the columns of a file, made steps of a recipe."""
