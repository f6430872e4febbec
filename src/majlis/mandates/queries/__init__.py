"""What pages read, one subject a file."""
