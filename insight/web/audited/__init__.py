"""What visitors do on pages, as the audit is told of it and limits count it."""
