"""Engines: what answers aggregate queries about responses, here or where they are kept."""
