"""How exactly numbers of respondents are told."""
