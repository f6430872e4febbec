"""Who may decide on what the engine found, and who may read a provision in another way."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Version
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import mark_confidential
from majlis.parties.models import Organisation

OF_A_BODY = ("secretariat", "chair")
OF_A_MEMBER = ("focal_point", "delegate")


def version_of(target: Any) -> Version | None:
    """The version that something to decide on is of."""
    if target is None or isinstance(target, Version):
        return target
    found: Version | None = getattr(target, "version", None)
    return found


@rules.predicate
def is_of_the_body(user: Any, target: Any) -> bool:
    """A rule: the chair or the secretariat of the body whose text it is."""
    version = version_of(target)
    if version is None or not user.is_authenticated:
        return False
    of_text = version.instrument.body
    bodies = [each for each in (of_text, version.body) if each is not None]
    return any(user.holds(role, each.record) for role in OF_A_BODY for each in bodies)


decides = is_secretariat | is_of_the_body


def queue_of(user: Any) -> Q | None:
    """Which versions are a person's to review, as a condition; None where there are none."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    if is_secretariat.test(user):
        return Q()
    held = {
        each.scope_id
        for each in user.appointments_today()
        if each.role in OF_A_BODY and each.scope_id is not None
    }
    return Q(instrument__body__in=held) | Q(body__in=held) if held else None


@rules.predicate
def is_of_the_member(user: Any, target: Any) -> bool:
    """A rule: a focal point or a confirmed delegate of the organization, or of the one that the reading is of."""
    member = target if isinstance(target, Organisation) else getattr(target, "organisation", None)
    if member is None or not user.is_authenticated:
        return False
    return any(user.holds(role, member.record) for role in OF_A_MEMBER)


VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "find": (is_secretariat, _("Text read for mandates")),
    "open_finding": (decides, _("Finding opened")),
    "accept": (decides, _("Mandate accepted")),
    "accept_unchanged": (decides, _("Unchanged mandate accepted")),
    "accept_clause": (decides, _("Clause accepted")),
    "split": (decides, _("Finding split in two")),
    "reject": (decides, _("Judged not to be a mandate")),
    "reopen": (decides, _("Opened again")),
    "correct_asking": (decides, _("Reading of a mandate corrected")),
    "take_back": (decides, _("Acceptance of a mandate taken back")),
    "take_back_clause": (decides, _("Acceptance of a clause taken back")),
    "add_by_hand": (decides, _("Mandate found by a person")),
    "other_reading": (is_of_the_member, _("Read otherwise by a member")),
    "withdraw_other_reading": (is_of_the_member, _("Other reading withdrawn")),
}
# What waits is nobody's business until a person has decided on it.
mark_confidential(
    *(f"mandates.{name}" for name in ("find", "open_finding", "split", "reopen", "add_by_hand"))
)
