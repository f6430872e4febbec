"""The filters of the lists of the room: those of the kit."""

from __future__ import annotations

from majlis.kit.filters import ListFilters, active_filters

__all__ = ["ListFilters", "active_filters"]
