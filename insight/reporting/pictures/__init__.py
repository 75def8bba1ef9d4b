"""Pictures: what a reader takes away of a page, as PNG or SVG with all that was said around it."""
