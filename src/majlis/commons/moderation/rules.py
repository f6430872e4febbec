"""Who may do which verb of the moderation."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from majlis.commons.moderation.models import Case, Reading
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.roles import has_role, is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names

is_moderator = has_role("moderator") | is_secretariat


def languages_of(user: Any) -> set[str]:
    """The languages that a moderator reads; their account's where they never said."""
    if "_readings" not in user.__dict__:
        said = Reading.objects.filter(user=user).values_list("language", flat=True)
        user.__dict__["_readings"] = set(said) or {user.language}
    kept: set[str] = user.__dict__["_readings"]
    return kept


@rules.predicate
def reads_it(user: Any, case: Any) -> bool:
    """A rule: the moderator reads the language of the contribution."""
    return isinstance(case, Case) and case.language in languages_of(user)


@rules.predicate
def is_writer(user: Any, target: Any) -> bool:
    """A rule: the contribution is the person's own."""
    return target is not None and user.is_authenticated and target.writer_id == user.pk


@rules.predicate
def decided_it(user: Any, case: Any) -> bool:
    """A rule: an appeal, and against this person's own decision."""
    return isinstance(case, Case) and case.state == "appealed" and case.decided_by_id == user.pk


@rules.predicate
def sees_it(user: Any, case: Any) -> bool:
    """A rule: what the contribution belongs to is something that the person may see."""
    return isinstance(case, Case) and (case.record is None or case.record.is_visible_to(user))


@rules.predicate
def is_oneself(user: Any, target: Any) -> bool:
    """A rule: it is done for oneself."""
    return target is not None and user.pk == target.pk


decides = signed_in & is_moderator & sees_it & reads_it & ~is_writer & ~decided_it


def for_them(user: Any) -> Q:
    """``can_decide`` as a condition on cases, for a moderator: the rows that the rule grants."""
    return seen_by(user) & read_by(user) & ~Q(writer=user) & ~Q(state="appealed", decided_by=user)


def read_by(user: Any) -> Q:
    """``reads_it`` as a condition on cases, with no query of its own."""
    said = Reading.objects.filter(user=user)
    return Q(language__in=said.values("language")) | (~Exists(said) & Q(language=user.language))


def seen_by(user: Any) -> Q:
    """``sees_it`` as a condition on cases."""
    return Q(record__isnull=True) | visibility_condition(user, "record__")


RULES = {
    "moderation.submit": signed_in & is_writer,
    "moderation.resubmit": signed_in & is_writer,
    "moderation.close": signed_in & is_writer,
    "moderation.appeal": signed_in & is_writer,
    "moderation.approve": decides,
    "moderation.ask": decides,
    "moderation.hide": decides,
    "moderation.refuse": decides,
    "moderation.report": sees_it & ~is_writer,
    "moderation.set_languages": signed_in & (is_moderator & is_oneself | is_secretariat),
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Who reported, decided or appealed is for the moderators; what is shown stands on the page.
mark_confidential(*RULES)

register_verb_names(
    {
        "moderation.submit": _("Contribution put before the moderators"),
        "moderation.resubmit": _("Contribution put before the moderators again"),
        "moderation.close": _("Case of a contribution closed"),
        "moderation.appeal": _("Decision appealed against"),
        "moderation.approve": _("Contribution approved"),
        "moderation.ask": _("Contribution sent back to its writer"),
        "moderation.hide": _("Contribution hidden"),
        "moderation.refuse": _("Contribution refused"),
        "moderation.report": _("Contribution reported"),
        "moderation.set_languages": _("Languages of a moderator set"),
    }
)
