"""Who may do which verb of the notices."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import asked
from majlis.commons.notices.links import StopLink
from majlis.kernel.models import Record
from majlis.kernel.roles import signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names


@rules.predicate
def sees(user: Any, target: Any) -> bool:
    """A rule: the record is one that the person may see."""
    return isinstance(target, Record) and target.is_visible_to(user)


@rules.predicate
def is_their_queue(user: Any, code: Any) -> bool:
    """A rule: the queue is this person's business."""
    queue = asked.queue(str(code))
    return queue is not None and queue.open_to(user)


@rules.predicate
def is_own(user: Any, target: Any) -> bool:
    """A rule: a subscription, a preference or notices of the person's own."""
    return target is not None and user.pk == getattr(target, "user_id", None)


@rules.predicate
def is_oneself(user: Any, target: Any) -> bool:
    """A rule: it is done for oneself."""
    return target is not None and user.pk == target.pk


@rules.predicate
def holds_the_link(user: Any, target: Any) -> bool:
    """A rule: whoever holds the link that was mailed, signed in or not."""
    return isinstance(target, StopLink)


RULES = {
    "notices.follow": signed_in & sees,
    "notices.follow_kind": signed_in,
    "notices.follow_queue": signed_in & is_their_queue,
    "notices.unfollow": signed_in & is_own,
    "notices.set_delivery": signed_in & is_own,
    "notices.renew_feed": signed_in & is_own,
    "notices.mark_read": signed_in & is_oneself,
    "notices.stop_mail": holds_the_link,
    # Done by the clock, never by a person.
    "notices.gather": rules.always_deny,
    "notices.send": rules.always_deny,
    "notices.postpone": rules.always_deny,
    "notices.tell": rules.always_deny,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Who follows what is nobody else's business.
mark_confidential("notices.follow", "notices.unfollow")

register_verb_names(
    {
        "notices.follow": _("Following begun"),
        "notices.follow_kind": _("Following of a kind begun"),
        "notices.follow_queue": _("Following of a queue begun"),
        "notices.unfollow": _("Following ended"),
        "notices.set_delivery": _("Way of being told changed"),
        "notices.renew_feed": _("Address of a feed renewed"),
        "notices.mark_read": _("Notices marked as read"),
        "notices.stop_mail": _("Mail stopped"),
        "notices.gather": _("Notices gathered for a mail"),
        "notices.send": _("Mail sent"),
        "notices.postpone": _("Mail postponed"),
        "notices.tell": _("People told"),
    }
)
