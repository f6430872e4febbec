"""Detail."""
