"""Tags of the notices."""
