"""Reports: their files and links, the views in them answered for a day, one for each group."""
