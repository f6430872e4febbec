"""Corrections of the metadata of instruments and versions."""
