"""Texts in the database: instruments, versions, provisions, and wordings in six languages."""
