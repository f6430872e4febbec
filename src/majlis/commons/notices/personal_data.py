"""Export and erasure of the personal data of notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.notices import queries, todo
from majlis.commons.notices.models import Mailing, Notice, Preference, Subscription
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import User
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.kernel.verbs import Act, verb_name
from majlis.parties.accounts import personal_data_registry
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows


def subscription_rows(user: User) -> Rows:
    """The subscriptions of the person."""
    return [
        {
            "record": each.record.address if each.record else "",
            "kind": each.kind,
            "queue": each.queue,
            "since": each.created_at.isoformat(),
        }
        for each in Subscription.objects.filter(user=user).select_related("record").order_by("-id")
    ]


def kind_name(code: str) -> StrOrPromise:
    """The name of a kind of records that a person follows."""
    return RECORD_KINDS[code].plural if code in RECORD_KINDS else code


def queue_name(code: str) -> StrOrPromise:
    """The name of a queue that a person follows."""
    queue = todo.find_queue(code)
    return queue.name if queue else code


def erase_subscriptions(user: User, act: Act) -> int:
    """Delete the subscriptions and the delivery preference."""
    Preference.objects.filter(user=user).delete()
    return Subscription.objects.filter(user=user).delete()[0]


def notice_rows(user: User) -> Rows:
    """The notices of the person."""
    return [
        {
            "at": each.event.at.isoformat(),
            "kind": each.event.kind,
            "record": each.event.record.address if each.event.record else "",
            "read_at": each.read_at.isoformat() if each.read_at else "",
        }
        for each in queries.notices_of(user)
    ]


def erase_notices(user: User, act: Act) -> int:
    """Delete the notices and mailings."""
    count = Notice.objects.filter(user=user).delete()[0]
    Mailing.objects.filter(user=user).delete()
    return count


def register() -> None:
    """Register both kinds of personal data."""
    personal_data_registry.register_kind(
        PersonalDataKind(
            "subscriptions",
            _("Items you follow"),
            subscription_rows,
            erase_subscriptions,
            {
                "record": pgettext_lazy("record", "Record"),
                "kind": pgettext_lazy("kind of a record", "Kind"),
                "queue": pgettext_lazy("column of a table", "Queue"),
                "since": pgettext_lazy("record", "Followed since"),
            },
            shown={"kind": kind_name, "queue": queue_name},
            records=("record",),
            correct="notices:settings",
        )
    )
    personal_data_registry.register_kind(
        PersonalDataKind(
            "notices",
            pgettext_lazy("personal data", "Notifications"),
            notice_rows,
            erase_notices,
            {
                "at": pgettext_lazy("time of an entry", "Time"),
                "kind": pgettext_lazy("notification", "Event"),
                "record": pgettext_lazy("record", "Record"),
            },
            shown={"kind": verb_name},
            records=("record",),
        )
    )
