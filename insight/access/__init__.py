"""Who asks, and what they may: people, groups, and the surveys that each may use.

It may import `language` and `survey`.
"""
