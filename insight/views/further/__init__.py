"""Further answers: groups adjusted, standardised, and beside another survey."""
