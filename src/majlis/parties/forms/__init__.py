"""Forms of parties, one subject per file."""
