"""Corrections of what is recorded of instruments and versions."""
