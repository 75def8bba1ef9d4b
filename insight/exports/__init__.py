"""Files to take away: tables, workbooks, data packages, codebooks for archives.

It may import all packages before it but `importers`.
"""
