"""How far the held texts reach."""
