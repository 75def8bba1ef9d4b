"""One item by groups: the request, ways of showing, finding, notes and drawing."""
