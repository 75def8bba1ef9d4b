"""Reports: views on slides, in documents and on one page of HTML, all of the same parts."""
