"""People who ask, and their rights: groups, and the surveys that each may use.

It may import `language` and `survey`.
"""
