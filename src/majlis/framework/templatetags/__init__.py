"""Template tags of the framework room."""
