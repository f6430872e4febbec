"""Permissions of the translation queue."""

from __future__ import annotations

import rules
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.translation.actions import QueueItem
from majlis.commons.translation.models import Job, Pair
from majlis.kernel import clock
from majlis.kernel.audit_labels import (
    ANY_KEY,
    AUDIT_LABELS,
    HIDDEN,
    AuditLabel,
    Shown,
    register_audit_labels,
)
from majlis.kernel.models import Reader
from majlis.kernel.roles import has_role, is_administrator, is_secretariat
from majlis.kernel.verbs import mark_confidential, register_verb_names


def language_pairs_of(user: Reader) -> list[Pair]:
    """The language pairs of a person that are valid today; cached on the user object."""
    if not user.is_authenticated or not user.is_active:
        return []
    if "_pairs" not in user.__dict__:
        day = clock.now().date()
        user.__dict__["_pairs"] = list(
            Pair.objects.filter(user=user, since__lte=day).filter(
                Q(until__isnull=True) | Q(until__gte=day)
            )
        )
    pairs: list[Pair] = user.__dict__["_pairs"]
    return pairs


def has_pair(user: Reader, role: str, source: str, target: str) -> bool:
    """Whether a person holds the role for the pair today. A reviser may also translate."""
    roles = {role, "reviser"} if role == "translator" else {role}
    return any(
        each.role in roles and each.source == source and each.target == target
        for each in language_pairs_of(user)
    )


# Translators and revisers of any pair, and the secretariat, which sets due dates.
may_translate = has_role("translator") | has_role("reviser") | is_secretariat


@rules.predicate("translator for the pair")
def translates_pair(user: Reader, target: QueueItem | Job | None) -> bool:
    """Whether the person may translate from the source into the target language of the item or job."""
    return target is not None and has_pair(user, "translator", target.source, target.target)


@rules.predicate("whose job it is")
def is_translator(user: Reader, job: Job | None) -> bool:
    """Whether the person is the translator of the job."""
    return job is not None and user.is_authenticated and job.translator_id == user.pk


@rules.predicate("reviser for the pair")
def revises_pair(user: Reader, job: Job | None) -> bool:
    """Whether the person may revise from the source into the target language of the job."""
    return job is not None and has_pair(user, "reviser", job.source, job.target)


@rules.predicate("who works on it now")
def holds_job(user: Reader, job: Job | None) -> bool:
    """Whether the person holds the job: its translator while "taken", its reviser while "revising"."""
    return job is not None and user.is_authenticated and job.holder_id == user.pk


@rules.predicate("a reviser has it")
def is_being_revised(user: Reader, job: Job | None) -> bool:
    """Whether a reviser works on the job now."""
    return job is not None and job.state == "revising"


# The reviser is never the translator, and a job has one reviser at a time.
may_revise = revises_pair & ~is_translator & (holds_job | ~is_being_revised)

RULES = {
    "translation.take_job": translates_pair,
    "translation.save_job": is_translator & translates_pair,
    "translation.submit_job": is_translator & translates_pair,
    "translation.withdraw_job": is_translator & translates_pair,
    "translation.release_job": holds_job,
    "translation.free_job": is_secretariat,
    "translation.revise_job": may_revise,
    "translation.accept_job": may_revise,
    "translation.send_back_job": may_revise,
    "translation.set_due_date": is_secretariat,
    "translation.set_pair": is_secretariat | is_administrator,
    "translation.end_pair": is_secretariat | is_administrator,
}

# The rule of the pages of the queue.
rules.add_perm("translation.read_queue", may_translate)
for name, rule in RULES.items():
    rules.add_perm(name, rule)

# The steps of a job are internal; the accepted translation is public.
mark_confidential(
    "translation.take_job",
    "translation.save_job",
    "translation.submit_job",
    "translation.withdraw_job",
    "translation.release_job",
    "translation.free_job",
    "translation.revise_job",
    "translation.send_back_job",
    "translation.set_due_date",
)

register_verb_names(
    {
        "translation.take_job": pgettext_lazy("history entry", "Translation started"),
        "translation.save_job": pgettext_lazy("history entry", "Translation saved"),
        "translation.submit_job": _("Translation submitted for revision"),
        "translation.withdraw_job": _("Translation withdrawn from revision"),
        "translation.release_job": _("Translation returned to the queue"),
        "translation.free_job": _("Translation assignment withdrawn"),
        "translation.revise_job": pgettext_lazy("history entry", "Revision saved"),
        "translation.accept_job": pgettext_lazy("history entry", "Translation accepted"),
        "translation.send_back_job": _("Translation returned to the translator"),
        "translation.set_due_date": _("Due date set for a translation"),
        "translation.set_pair": _("Language pair assigned"),
        "translation.end_pair": _("Language pair withdrawn"),
    }
)

register_audit_labels(
    "translation",
    {
        "field": AuditLabel(
            pgettext_lazy("history", "Field"),
            choices=lambda: [(key, label.label) for key, label in AUDIT_LABELS[""].items()],
        ),
        "length": HIDDEN,
        "pair": AuditLabel(pgettext_lazy("history", "Language pair")),
    },
)
register_audit_labels(
    "translation.set_due_date",
    {ANY_KEY: AuditLabel(pgettext_lazy("history", "Due date"), Shown.DATE)},
)
