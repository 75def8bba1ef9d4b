"""The command line, a module for each subcommand. It may import every package but `web`."""
