"""Pages of the room, one subject a file. A view reads what was asked, calls a query or a verb, and shows."""

from __future__ import annotations

from majlis.instruments.views.text import instrument, provision, text_file, version

__all__ = ["instrument", "provision", "text_file", "version"]
