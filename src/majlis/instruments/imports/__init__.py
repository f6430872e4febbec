"""Imports of texts: upload, read, correct, publish."""
