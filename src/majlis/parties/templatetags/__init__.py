"""Template tags of the parties."""
