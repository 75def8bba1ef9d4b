"""Source of the responses of a survey, where that is no file beside its codebook."""
