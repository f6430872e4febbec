"""The page of a mandate, and the same as data."""
