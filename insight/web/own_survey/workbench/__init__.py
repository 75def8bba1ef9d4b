"""The workbench of a visitor's own survey: a form for each operation, its picture, the recipe."""
