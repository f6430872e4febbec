"""Who may translate and revise, and who says so."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import has_role, is_administrator, is_secretariat
from majlis.kernel.verbs import mark_confidential, register_verb_names


def pairs_of(user: Any) -> list[Any]:
    """The language pairs of a person in force today, read once for each object."""
    from majlis.commons.translation.models import Pair

    if not user.is_authenticated or not user.is_active:
        return []
    if "_pairs" not in user.__dict__:
        day = timezone.now().date()
        user.__dict__["_pairs"] = list(
            Pair.objects.filter(user=user, since__lte=day).filter(
                Q(until__isnull=True) | Q(until__gte=day)
            )
        )
    kept: list[Any] = user.__dict__["_pairs"]
    return kept


def has_pair(user: Any, role: str, source: str, target: str) -> bool:
    """Whether a person holds the role for the pair today. A reviser may translate too."""
    roles = {role, "reviser"} if role == "translator" else {role}
    return any(
        each.role in roles and each.source == source and each.target == target
        for each in pairs_of(user)
    )


# Somebody who translates or revises at all, or the secretariat, which sets due dates.
translates = has_role("translator") | has_role("reviser") | is_secretariat


@rules.predicate("translator for the pair")
def translates_this(user: Any, target: Any) -> bool:
    """A rule: translates from the source of the thing into its target, and may see it."""
    return target is not None and has_pair(user, "translator", target.source, target.target)


@rules.predicate("whose job it is")
def is_the_translator(user: Any, job: Any) -> bool:
    """A rule: the person who took the job."""
    return job is not None and user.is_authenticated and job.translator_id == user.pk


@rules.predicate("reviser for the pair")
def revises_this(user: Any, job: Any) -> bool:
    """A rule: revises from the source of the job into its target."""
    return job is not None and has_pair(user, "reviser", job.source, job.target)


@rules.predicate("who works on it now")
def holds_it(user: Any, job: Any) -> bool:
    """A rule: the translator while it is being translated, the reviser while it is being revised."""
    return job is not None and user.is_authenticated and job.holder_id == user.pk


@rules.predicate("a reviser has it")
def is_being_revised(user: Any, job: Any) -> bool:
    """A rule: a reviser, whoever it is, works on it now."""
    return job is not None and job.state == "revising"


# Two people: what one translated another revises, and no second reviser meanwhile.
revises = revises_this & ~is_the_translator & (holds_it | ~is_being_revised)

RULES = {
    "translation.take": translates_this,
    "translation.save": is_the_translator & translates_this,
    "translation.submit": is_the_translator & translates_this,
    "translation.withdraw": is_the_translator & translates_this,
    "translation.release": holds_it,
    "translation.free": is_secretariat,
    "translation.revise": revises,
    "translation.accept": revises,
    "translation.send_back": revises,
    "translation.set_due": is_secretariat,
    "translation.set_pair": is_secretariat | is_administrator,
    "translation.end_pair": is_secretariat | is_administrator,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# The work on a translation is for those who do it; the words that come of it are for all.
mark_confidential(
    "translation.take",
    "translation.save",
    "translation.submit",
    "translation.withdraw",
    "translation.release",
    "translation.free",
    "translation.revise",
    "translation.send_back",
    "translation.set_due",
)

register_verb_names(
    {
        "translation.take": _("Translation begun"),
        "translation.save": _("Translation kept"),
        "translation.submit": _("Translation handed in"),
        "translation.withdraw": _("Translation withdrawn from revision"),
        "translation.release": _("Translation given back"),
        "translation.free": _("Translation freed"),
        "translation.revise": _("Revision kept"),
        "translation.accept": _("Translation accepted"),
        "translation.send_back": _("Translation sent back"),
        "translation.set_due": _("Due date of a translation set"),
        "translation.set_pair": _("Language pair given"),
        "translation.end_pair": _("Language pair ended"),
    }
)
