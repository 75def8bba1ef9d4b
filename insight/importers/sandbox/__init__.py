"""Files read in a process of its own, with limits, for their bytes may be hostile."""
