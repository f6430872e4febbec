"""Moderation: one queue over all rooms, read by people who read the language."""
