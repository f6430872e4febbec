"""Verbs of accounts, one subject per file."""
