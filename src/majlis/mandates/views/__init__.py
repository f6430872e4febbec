"""One subject a file."""
