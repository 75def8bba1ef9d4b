"""Tables, comparisons and covariances that may be seen, and the tidy result.

It may import all packages before it but `importers`. Every figure here has passed `disclosure`.
"""
