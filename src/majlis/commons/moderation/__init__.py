"""Moderation: one queue for all rooms; each moderator decides in the languages that they read."""
