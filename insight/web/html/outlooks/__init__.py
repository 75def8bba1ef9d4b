"""What the documents see coming and ask for, as HTML."""
