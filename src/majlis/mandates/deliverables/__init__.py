"""Deliverables."""
