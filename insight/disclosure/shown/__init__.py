"""What is shown of a survey's background, as sums, and what follows from it."""
