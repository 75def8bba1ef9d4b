"""What assistants ask by the Model Context Protocol: surveys, codebooks and tables."""
