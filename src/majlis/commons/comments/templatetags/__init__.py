"""Tags of the comments."""
