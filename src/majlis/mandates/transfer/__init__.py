"""Import of mandates from a table."""
