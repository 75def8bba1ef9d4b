"""A survey file as a drafted codebook: names, roles, categories, batteries, mark-all questions."""
