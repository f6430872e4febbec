"""What pages read of schemes, concepts and matrices."""
