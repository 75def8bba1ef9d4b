"""The running server as an operator sees it: health, counts, the log and the time of clicks."""
