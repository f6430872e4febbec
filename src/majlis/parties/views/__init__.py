"""Pages of the parties, one subject a file: they parse and render, and decide nothing."""
