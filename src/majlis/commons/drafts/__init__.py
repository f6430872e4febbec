"""Drafts: what was typed is kept, and of two texts none replaces the other by itself."""
