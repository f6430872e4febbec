"""What the notices keep about a person: to be handed out, and to be erased."""

from __future__ import annotations

from typing import Any

from majlis.commons.notices import queries
from majlis.commons.notices.models import Mailing, Notice, Preference, Subscription
from majlis.kernel.models import User


def export(user: User) -> dict[str, Any]:
    """Everything that the notices know of the person, as plain values."""
    preference = queries.preference_of(user)
    return {
        "delivery": preference.delivery,
        "hour": preference.hour,
        "follows": [
            {
                "record": each.record.address if each.record else None,
                "kind": each.kind,
                "queue": each.queue,
                "since": each.created_at.isoformat(),
            }
            for each in queries.subscriptions_of(user)
        ],
        "notices": [
            {
                "at": each.event.at.isoformat(),
                "kind": each.event.kind,
                "read_at": each.read_at.isoformat() if each.read_at else None,
            }
            for each in queries.notices_of(user)
        ],
    }


def erase(user: User) -> None:
    """Forget it all; to be called inside the verb that erases an account."""
    Notice.objects.filter(user=user).delete()
    Mailing.objects.filter(user=user).delete()
    Subscription.objects.filter(user=user).delete()
    Preference.objects.filter(user=user).delete()
