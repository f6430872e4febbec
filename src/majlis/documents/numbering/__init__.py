"""Rules of a body for its documents, and the numbers that it allots."""
