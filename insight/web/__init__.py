"""The app: session, link, widgets and parts of pages. Pages import from here and below.

It may import all packages before it but `statistics`.
"""
