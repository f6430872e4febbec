"""Template tags of the mandates room."""
