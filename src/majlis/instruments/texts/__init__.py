"""Texts: storage, pages of versions, files."""
