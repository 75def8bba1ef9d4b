"""The report that a reader puts together: its views in the session, its button, its page."""
