"""Concepts of texts."""
