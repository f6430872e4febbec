"""Mandates and clauses found in texts, and the review by which they are accepted."""
