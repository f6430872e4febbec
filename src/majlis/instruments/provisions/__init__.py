"""Provisions: their pages, history and lineage."""
