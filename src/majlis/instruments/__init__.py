"""Texts kept in the database: instruments, their versions, provisions, and wordings in six languages."""
