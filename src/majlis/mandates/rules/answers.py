"""Who may say what came of a mandate: its owner; the way to it and the sessions are the secretariat's."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import mark_confidential
from majlis.mandates.models import Actor, LateNotice, Mandate, Named
from majlis.mandates.rules.people import is_owner, owner, represents
from majlis.parties.models import Organisation


def speaks_as(user: Any, organisation: Organisation | None, actor: Actor | None) -> bool:
    """Whether the person may respond in this name."""
    if is_secretariat.test(user):
        return True
    if organisation is not None and actor is None:
        record = organisation.record
        return bool(user.holds("focal_point", record) or user.holds("delegate", record))
    return organisation is None and represents(user, actor)


def evaluates(user: Any, mandate: Mandate, *, own: bool, by: Actor | None) -> bool:
    """Whether the person may evaluate in this name: who leads its own work, a body's chair or secretariat in its name."""
    if is_secretariat.test(user):
        return True
    return represents(user, mandate.lead if own else by)


def asked_of(mandate: Mandate, *roles: str) -> list[Actor]:
    """The actors whom the asking that counts names in these parts."""
    if mandate.asking_id is None:
        return []
    # A page asks of each of its verbs: read once for the mandate as it was read.
    there: dict[Any, list[Actor]] = mandate.__dict__.setdefault("_asked_of", {})
    key = (mandate.asking_id, roles)
    if key not in there:
        named = Named.objects.filter(asking=mandate.asking_id, role__in=roles)
        rows = named.select_related("actor__organisation__record", "actor__body__record")
        there[key] = [each.actor for each in rows]
    return there[key]


def spoken_for(user: Any) -> list[int]:
    """The keys of the organizations for which the person speaks today."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    roles = ("focal_point", "delegate")
    held = user.appointments_today()
    return [each.scope_id for each in held if each.role in roles and each.scope_id is not None]


@rules.predicate
def is_asked(user: Any, target: Any) -> bool:
    """A rule: who speaks for an actor that is asked, or for an organization of a kind that is."""
    mandate = getattr(target, "mandate", target)
    if not isinstance(mandate, Mandate) or not user.is_authenticated:
        return False
    if not user.is_active or not user.appointments_today():
        return False
    named = asked_of(mandate, Named.Role.ASKED)
    if any(represents(user, each) for each in named):
        return True
    kinds = {kind for each in named for kind in each.kinds}
    mine = spoken_for(user) if kinds else []
    return bool(mine) and Organisation.objects.filter(pk__in=mine, kind__in=kinds).exists()


@rules.predicate
def is_recipients(user: Any, target: Any) -> bool:
    """A rule: who speaks for a body for which it is done, or through which it goes."""
    if not user.is_authenticated or not user.is_active or not isinstance(target, Mandate):
        return False
    named = asked_of(target, Named.Role.RECIPIENT, Named.Role.VIA)
    return any(represents(user, each) for each in named)


@rules.predicate
def is_own_evaluation(user: Any, target: Any) -> bool:
    """A rule: who speaks for the actor in whose name it was evaluated."""
    return represents(user, getattr(target, "by", None))


@rules.predicate
def is_own_statement(user: Any, target: Any) -> bool:
    """A rule: who speaks for the actor in whose name it was stated, whoever leads today."""
    return represents(user, getattr(target, "actor", None))


@rules.predicate
def is_own_response(user: Any, target: Any) -> bool:
    """A rule: who speaks for who responded."""
    if target is None or not user.is_authenticated or not user.is_active:
        return False
    organisation = getattr(target, "organisation", None)
    if organisation is not None:
        return speaks_as(user, organisation, None)
    return represents(user, getattr(target, "actor", None))


@rules.predicate
def is_at_step(user: Any, target: Any) -> bool:
    """A rule: who speaks for the actor of the step."""
    return represents(user, getattr(target, "actor", None))


@rules.predicate
def is_told(user: Any, target: Any) -> bool:
    """A rule: who speaks for the actor that was told that it is late, whoever leads today."""
    return isinstance(target, LateNotice) and represents(user, target.actor)


VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "foresee": (is_secretariat, _("Deliverables made from what the text says")),
    "add_deliverable": (is_secretariat, _("Deliverable added")),
    "change_deliverable": (is_secretariat, _("Deliverable corrected")),
    "withdraw_deliverable": (is_secretariat, _("Deliverable withdrawn")),
    "merge_deliverables": (is_secretariat, _("Deliverables merged by an act")),
    "part_deliverable": (is_secretariat, _("Merged deliverables parted")),
    "record_occurrence": (is_secretariat, _("What the mandate waits for has happened")),
    "withdraw_occurrence": (is_secretariat, _("Occurrence withdrawn")),
    "add_step": (is_secretariat, _("Step added")),
    "change_step": (is_secretariat, _("Step corrected")),
    "withdraw_step": (is_secretariat, _("Step withdrawn")),
    "delegate": (is_secretariat, _("Step delegated to another")),
    "do_step": (owner | is_at_step, _("Step taken")),
    "add_occasion": (is_secretariat, _("Session added")),
    "date_occasion": (is_secretariat, _("Date of a session set")),
    "withdraw_occasion": (is_secretariat, _("Session withdrawn")),
    "say_state": (owner, _("State of a deliverable")),
    "meet": (owner, _("Met by a document")),
    "correct_answer": (owner, _("Document that answers corrected")),
    "withdraw_answer": (owner, _("Document that answers withdrawn")),
    "tell_lateness": (is_secretariat, _("Owner told that it is late")),
    "answer_lateness": (is_secretariat | is_told, _("Owner answered why it is late")),
    "state": (owner, _("Progress statement")),
    "correct_statement": (is_secretariat | is_own_statement, _("Progress statement corrected")),
    "withdraw_statement": (is_secretariat | is_own_statement, _("Progress statement withdrawn")),
    "respond": (is_secretariat | is_asked, _("Response of who was asked")),
    "correct_response": (is_secretariat | is_own_response, _("Response corrected")),
    "withdraw_response": (is_secretariat | is_own_response, _("Response withdrawn")),
    "add_resource": (is_secretariat, _("Published statement on resources added")),
    "change_resource": (is_secretariat, _("Statement on resources corrected")),
    "withdraw_resource": (is_secretariat, _("Statement on resources withdrawn")),
    "evaluate": (is_secretariat | is_owner | is_recipients, _("Evaluation")),
    "correct_evaluation": (is_secretariat | is_own_evaluation, _("Evaluation corrected")),
    "withdraw_evaluation": (is_secretariat | is_own_evaluation, _("Evaluation withdrawn")),
}

# That its owner was told is nobody else's to read before the days to answer have passed; then the page says it.
mark_confidential("mandates.tell_lateness", "mandates.answer_lateness")
