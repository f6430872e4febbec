"""Mandates as pages show them."""
