"""Contributions: drafting, submission, co-signatories, check and posting."""
