"""Tags of the portal."""
