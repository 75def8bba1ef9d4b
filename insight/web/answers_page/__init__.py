"""The page of answers: what can be chosen, whose answers its rows show, and what stands below."""
