"""Permissions of moderation."""

from __future__ import annotations

import rules
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.moderation.actions import Submission
from majlis.commons.moderation.models import Case, ModeratorLanguage, ReportReason
from majlis.commons.moderation.reasons import reason_names
from majlis.commons.notices.rules import is_self
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, register_audit_labels
from majlis.kernel.models import Reader, User
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.roles import has_role, is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names

is_moderator = has_role("moderator") | is_secretariat


def languages_of_moderator(user: User) -> set[str]:
    """The languages that a moderator reads, by default that of their account; cached on the user."""
    if "_readings" not in user.__dict__:
        chosen = ModeratorLanguage.objects.filter(user=user).values_list("language", flat=True)
        user.__dict__["_readings"] = set(chosen) or {user.language}
    codes: set[str] = user.__dict__["_readings"]
    return codes


@rules.predicate
def reads_language(user: Reader, case: Case | None) -> bool:
    """Whether the moderator reads the language of the contribution."""
    return (
        isinstance(case, Case)
        and user.is_authenticated
        and case.language in languages_of_moderator(user)
    )


@rules.predicate
def is_writer(user: Reader, target: Submission | Case | None) -> bool:
    """Whether the person wrote the contribution."""
    return target is not None and user.is_authenticated and target.writer_id == user.pk


@rules.predicate
def decided_before(user: Reader, case: Case | None) -> bool:
    """Whether the case is an appeal against a decision of this person."""
    return isinstance(case, Case) and case.state == "appealed" and case.decided_by_id == user.pk


@rules.predicate
def can_see_record(user: Reader, case: Case | None) -> bool:
    """Whether the person may see the record of the contribution; true if it has none."""
    return isinstance(case, Case) and (case.record is None or case.record.is_visible_to(user))


may_decide = (
    signed_in & is_moderator & can_see_record & reads_language & ~is_writer & ~decided_before
)


def decidable_by(user: User) -> Q:
    """The rule ``may_decide`` as a condition on cases."""
    return (
        visible_cases(user)
        & in_languages_of(user)
        & ~Q(writer=user)
        & ~Q(state="appealed", decided_by=user)
    )


def in_languages_of(user: User) -> Q:
    """The rule ``reads_language`` as a condition on cases, without a query of its own."""
    chosen = ModeratorLanguage.objects.filter(user=user)
    return Q(language__in=chosen.values("language")) | (~Exists(chosen) & Q(language=user.language))


def visible_cases(user: Reader) -> Q:
    """The rule ``can_see_record`` as a condition on cases."""
    return Q(record__isnull=True) | visibility_condition(user, "record__")


RULES = {
    "moderation.submit_contribution": signed_in & is_writer,
    "moderation.resubmit_contribution": signed_in & is_writer,
    "moderation.close_case": signed_in & is_writer,
    "moderation.appeal_decision": signed_in & is_writer,
    "moderation.approve_contribution": may_decide,
    "moderation.send_back_contribution": may_decide,
    "moderation.hide_contribution": may_decide,
    "moderation.refuse_contribution": may_decide,
    "moderation.report_contribution": can_see_record & ~is_writer,
    "moderation.set_languages": signed_in & (is_moderator & is_self | is_secretariat),
}

# The rule of the pages of the moderators.
rules.add_perm("moderation.read_queue", is_moderator)
for name, rule in RULES.items():
    rules.add_perm(name, rule)

# The history of a case is for moderators; readers see the published contribution only.
mark_confidential(*RULES)

register_verb_names(
    {
        "moderation.submit_contribution": _("Contribution submitted for moderation"),
        "moderation.resubmit_contribution": _("Contribution resubmitted for moderation"),
        "moderation.close_case": _("Moderation case closed"),
        "moderation.appeal_decision": _("Appeal against a moderation decision submitted"),
        "moderation.approve_contribution": pgettext_lazy("history entry", "Contribution approved"),
        "moderation.send_back_contribution": pgettext_lazy(
            "history entry", "Contribution returned to the author"
        ),
        "moderation.hide_contribution": pgettext_lazy("history entry", "Contribution hidden"),
        "moderation.refuse_contribution": pgettext_lazy("history entry", "Contribution rejected"),
        "moderation.report_contribution": pgettext_lazy("history entry", "Contribution reported"),
        "moderation.set_languages": _("Reading languages of a content moderator changed"),
    }
)

register_audit_labels(
    "moderation",
    {
        "appeal": AuditLabel(pgettext_lazy("history", "Text of the appeal")),
        "contribution": HIDDEN,
        "decision": HIDDEN,
        "reason": AuditLabel(pgettext_lazy("history", "Reason"), choices=reason_names),
        "why": AuditLabel(pgettext_lazy("history", "Reason"), choices=ReportReason.choices),
    },
)
