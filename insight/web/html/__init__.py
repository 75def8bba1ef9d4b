"""HTML for the pages, a module and a template for each kind of thing. Tags stand nowhere else."""
