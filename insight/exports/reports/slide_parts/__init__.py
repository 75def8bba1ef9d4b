"""Parts of slides: templates, decks, words, tables, and the slides of a view."""
