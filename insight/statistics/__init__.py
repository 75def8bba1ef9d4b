"""Arrays in, arrays out: the mathematics of estimates. It knows no survey, imports none of ours."""
