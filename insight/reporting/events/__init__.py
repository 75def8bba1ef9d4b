"""The timeline as a chart and as words: events in lanes, with their bounds and what is inferred."""
