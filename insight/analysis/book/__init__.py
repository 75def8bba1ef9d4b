"""Books of tables: many questions by many columns of background, each figure that of its table."""
