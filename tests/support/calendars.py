"""Calendar files, read by a second parser."""

from __future__ import annotations

from typing import Any

import vobject


def read_calendar(content: str) -> Any:
    """A calendar as ``vobject`` reads it, with the zones that it defines itself."""
    # The parser keeps the first definition of a zone that it ever read, which may be of other years.
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in [name for name in known if name != "UTC"]:
        del known[name]
    return vobject.readOne(content)
