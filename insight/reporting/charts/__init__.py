"""Charts: rows that hold every position and word, and specifications that only draw them."""
