"""Fictional mandates for a demonstration: accepted, led, reported on and reviewed over six years."""
