"""The follow-up of a meeting: what it asked, what was due at it, and what came of its items and documents."""
