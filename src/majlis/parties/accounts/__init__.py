"""Accounts: sign-in, profiles, personal data, and appointments to roles."""
