"""Series of texts."""
