"""Forms of the parties, one subject a file."""
