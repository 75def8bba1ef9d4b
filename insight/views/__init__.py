"""Views read from their links, and what answers them: figures, tests, captions, pictures.

They know no session. It may import all packages before it but `importers` and `statistics`.
"""
