"""Fictional meetings for a demonstration: past ones with what came of them, one that goes on today, and coming ones."""
