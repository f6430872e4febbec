"""The agenda of a meeting and what was presented under its items."""
