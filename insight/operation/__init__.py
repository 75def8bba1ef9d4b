"""Operation of the running app: counts, times, health, and the log.

It may import `language`.
"""
