"""What the pages of texts show of mandates."""
