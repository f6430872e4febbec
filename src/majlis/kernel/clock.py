"""The date of the site: one for all, so that rules, lists, calendars and files agree on what is past.

``timezone.localdate()`` is the reader's date inside a request and the site's outside one: nothing that counts days
asks it.
"""

from __future__ import annotations

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Today's date in the zone of the site (``TIME_ZONE``), whoever reads."""
    return date_of(timezone.now())


def start_of_day(day: datetime.date) -> datetime.datetime:
    """The moment at which a day begins in the zone of the site."""
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time()), timezone.get_default_timezone()
    )


def date_of(moment: datetime.datetime) -> datetime.date:
    """The date of a moment in the zone of the site."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
