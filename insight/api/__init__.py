"""Numbers by address: PxWebApi 2 and 1 with JSON-stat, over the tables of the pages."""
