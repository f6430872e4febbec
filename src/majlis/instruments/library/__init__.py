"""The list of texts."""
