"""Files of other programs, made survey folders.

It may import `language`, `survey` and `query`.
"""
