"""Briefs: of an entity, for a handover, for a meeting."""
