"""Questions of assistants by the Model Context Protocol: surveys, codebooks and tables."""
