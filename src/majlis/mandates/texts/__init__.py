"""What pages of texts show of mandates."""
