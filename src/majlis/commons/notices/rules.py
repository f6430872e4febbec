"""Permissions of the notices."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.notices import todo
from majlis.commons.notices.links import StopMailLink
from majlis.commons.notices.models import Delivery, Notice, Preference, Subscription
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, register_audit_labels
from majlis.kernel.models import Reader, Record, User
from majlis.kernel.roles import signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names


@rules.predicate
def can_see_record(user: Reader, target: Record | None) -> bool:
    """Whether the target is a record that the person may see."""
    return isinstance(target, Record) and target.is_visible_to(user)


@rules.predicate
def is_own_queue(user: Reader, code: str | None) -> bool:
    """Whether the person works on the queue."""
    queue = todo.find_queue(str(code))
    return queue is not None and queue.is_open_to(user)


@rules.predicate
def belongs_to_user(user: Reader, target: Subscription | Preference | Notice | None) -> bool:
    """Whether the subscription, preference or notice belongs to the person."""
    return target is not None and user.pk == getattr(target, "user_id", None)


@rules.predicate
def is_self(user: Reader, target: User | None) -> bool:
    """Whether the target is the person."""
    return target is not None and user.pk == target.pk


@rules.predicate
def has_stop_mail_link(user: Reader, target: StopMailLink | None) -> bool:
    """Whether the target is the link from a mail; its holder need not be signed in."""
    return isinstance(target, StopMailLink)


RULES = {
    "notices.follow_record": signed_in & can_see_record,
    "notices.follow_kind": signed_in,
    "notices.follow_queue": signed_in & is_own_queue,
    "notices.end_subscription": signed_in & belongs_to_user,
    "notices.set_delivery": signed_in & belongs_to_user,
    "notices.renew_feed": signed_in & belongs_to_user,
    "notices.mark_notices_read": signed_in & is_self,
    "notices.stop_mail": has_stop_mail_link,
    # For the periodic tasks only.
    "notices.create_mailing": rules.always_deny,
    "notices.send_mailing": rules.always_deny,
    "notices.postpone_mailing": rules.always_deny,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Subscriptions are private.
mark_confidential("notices.follow_record", "notices.end_subscription")

register_verb_names(
    {
        "notices.follow_record": pgettext_lazy("history entry", "Record followed"),
        "notices.follow_kind": _("Kind of record followed"),
        "notices.follow_queue": pgettext_lazy("history entry", "Queue followed"),
        "notices.end_subscription": pgettext_lazy("history entry", "Item no longer followed"),
        "notices.set_delivery": _("Notification settings changed"),
        "notices.renew_feed": _("Feed address replaced"),
        "notices.mark_notices_read": _("Notifications marked as read"),
        "notices.stop_mail": pgettext_lazy("history entry", "Emails stopped"),
        "notices.create_mailing": _("Notifications compiled for an email"),
        "notices.send_mailing": pgettext_lazy("history entry", "Email sent"),
        "notices.postpone_mailing": pgettext_lazy("history entry", "Email postponed"),
    }
)

register_audit_labels(
    "notices",
    {
        "delivery": AuditLabel(
            pgettext_lazy("history", "Delivery method"), choices=Delivery.choices
        ),
        "feed_serial": HIDDEN,
        "given_up": AuditLabel(pgettext_lazy("history", "Sending abandoned")),
        "hour": AuditLabel(pgettext_lazy("history", "Hour")),
        "kind": HIDDEN,
        "notices": AuditLabel(pgettext_lazy("history", "Notifications")),
        "queue": HIDDEN,
        "sent": AuditLabel(pgettext_lazy("history", "Sent")),
        "tries": AuditLabel(pgettext_lazy("history", "Attempts")),
    },
)
