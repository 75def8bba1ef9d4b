"""Statistical disclosure control: which groups are hidden, which responses may be released.

It may import `language`, `survey` and `query`.
"""
