"""Where the responses of a survey stand, if in no file beside its codebook."""
