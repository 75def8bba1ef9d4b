"""Rights in a survey, as a file of an operator and a codebook give them."""
