"""One item by groups: request, ways of showing, finding, notes, drawing, and the answer shown."""
