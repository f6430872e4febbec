"""Withdrawn versions and languages."""
