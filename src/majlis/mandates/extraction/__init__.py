"""Findings of mandates and clauses in texts, and the review that accepts them."""
