"""Coverage of the held texts."""
