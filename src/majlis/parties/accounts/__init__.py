"""Accounts: how a person signs in, what is kept of them, and which roles they are given."""
