"""What pages ask of the database, one subject a file."""
