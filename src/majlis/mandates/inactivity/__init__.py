"""Inactivity."""
