"""Permission rules: which persons may use which verb of the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rules
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.models import Meeting
from majlis.events.rules import is_meeting_officer
from majlis.instruments.models import Version
from majlis.kernel.models import Reader, Record
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import mark_confidential, register_verb_names
from majlis.mandates.core.representation import (
    BODY_ROLES,
    MEMBER_ROLES,
    REVIEW_ROLES,
    addressees_of,
    may_respond_as,
    represented_organisations,
    represents,
)
from majlis.mandates.models import (
    Addressee,
    Entity,
    Mandate,
    Occasion,
    OverdueNotice,
    RelatedPair,
)
from majlis.parties.models import Organisation


@rules.predicate
def is_lead(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the confirmed lead of the mandate that the target is, or belongs to.

    Without a confirmed lead nobody passes this rule.
    """
    mandate = getattr(target, "mandate", target)
    return represents(user, getattr(mandate, "lead", None))


lead_or_secretariat = is_secretariat | is_lead


@rules.predicate
def is_of_mandate_body(user: Reader, target: Model | None) -> bool:
    """Rule: chair or secretariat of the body whose text states the mandate that the target is, or belongs to."""
    mandate = getattr(target, "mandate", target)
    instrument = getattr(mandate, "instrument", None)
    if instrument is None or instrument.body is None or not user.is_authenticated:
        return False
    record = instrument.body.record
    has_role = user.holds("chair", record) or user.holds("secretariat", record)
    return bool(user.is_active and has_role)


@rules.predicate
def represents_entity(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the entity that is the target."""
    return isinstance(target, Entity) and represents(user, target)


def version_of_target(target: Model | None) -> Version | None:
    """The version that the target is, or belongs to; None where there is none."""
    if target is None or isinstance(target, Version):
        return target
    version: Version | None = getattr(target, "version", None)
    return version


@rules.predicate
def is_of_text_body(user: Reader, target: Model | None) -> bool:
    """Rule: chair or secretariat of the body of the text, or of the version."""
    version = version_of_target(target)
    if version is None or not user.is_authenticated:
        return False
    text_body = version.instrument.body
    bodies = [each for each in (text_body, version.body) if each is not None]
    return any(user.holds(role, each.record) for role in BODY_ROLES for each in bodies)


finding_reviewers = is_secretariat | is_of_text_body


@rules.predicate
def is_of_member(user: Reader, target: Model | None) -> bool:
    """Rule: focal point or confirmed delegate of the organization that is the target, or of that of a reading."""
    member = target if isinstance(target, Organisation) else getattr(target, "organisation", None)
    if member is None or not user.is_authenticated:
        return False
    return any(user.holds(role, member.record) for role in MEMBER_ROLES)


EXTRACTION_VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "extract_findings": (is_secretariat, _("Findings extracted from text")),
    "open_finding": (finding_reviewers, pgettext_lazy("history entry", "Finding opened")),
    "accept_finding": (finding_reviewers, pgettext_lazy("history entry", "Mandate accepted")),
    "accept_unchanged_findings": (finding_reviewers, _("Unchanged mandate accepted")),
    "accept_clause": (finding_reviewers, pgettext_lazy("history entry", "Clause accepted")),
    "split_finding": (finding_reviewers, _("Finding split in two")),
    "reject_finding": (finding_reviewers, pgettext_lazy("history entry", "Finding rejected")),
    "reopen_finding": (finding_reviewers, pgettext_lazy("audit log", "Finding reopened")),
    "undo_decisions": (finding_reviewers, pgettext_lazy("history entry", "Decisions undone")),
    "correct_source": (finding_reviewers, _("Extracted data corrected")),
    "revoke_acceptance": (finding_reviewers, _("Acceptance of mandate withdrawn")),
    "revoke_clause": (finding_reviewers, _("Acceptance of clause withdrawn")),
    "add_finding": (finding_reviewers, _("Mandate added by a person")),
    "add_alternative_reading": (is_of_member, _("Alternative reading added")),
    "withdraw_alternative_reading": (is_of_member, _("Alternative reading withdrawn")),
}


# Findings are confidential until a person has decided on them.
mark_confidential(
    *(
        f"mandates.{name}"
        for name in (
            "extract_findings",
            "open_finding",
            "split_finding",
            "reopen_finding",
            "undo_decisions",
            "add_finding",
        )
    )
)


body_or_secretariat = is_secretariat | is_of_mandate_body
ASSIGNMENT_VERBS = {
    "add_assignment": (body_or_secretariat, _("Lead or contributor named")),
    "propose_contributor": (
        body_or_secretariat | is_lead,
        pgettext_lazy("audit log", "Contributor proposed"),
    ),
    "confirm_assignment": (body_or_secretariat, _("Lead or contributor confirmed")),
    "decline_assignment": (body_or_secretariat, _("Lead or contributor declined")),
    "end_assignment": (body_or_secretariat, _("Role of lead or contributor ended")),
    "change_assignment": (
        body_or_secretariat,
        _("Start date and decision of lead or contributor corrected"),
    ),
}
LIFECYCLE_VERBS = {
    "complete_mandate": (is_secretariat, pgettext_lazy("audit log", "Mandate completed")),
    "merge_mandate": (is_secretariat, _("Mandate merged into another")),
    "replace_mandate": (is_secretariat, _("Mandate replaced by another")),
    "pause_mandate": (is_secretariat, pgettext_lazy("history entry", "Mandate paused")),
    "lapse_mandate": (is_secretariat, pgettext_lazy("history entry", "Mandate lapsed")),
    "revive_mandate": (is_secretariat, pgettext_lazy("history entry", "Mandate resumed")),
    "add_alias": (is_secretariat, _("External ID added")),
    "withdraw_alias": (is_secretariat, _("External ID withdrawn")),
}
ENTITY_VERBS = {
    "load_entity": (is_secretariat, _("Entity recorded from the process profile")),
    "change_entity": (is_secretariat, _("Entity details corrected")),
    "merge_entities": (is_secretariat, _("Entity merged into another")),
    "check_contact": (is_secretariat | represents_entity, _("Contact details checked")),
}


@rules.predicate
def is_addressee(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents an addressee, or an organization of a kind that is addressed."""
    mandate = getattr(target, "mandate", target)
    if not isinstance(mandate, Mandate) or not user.is_authenticated:
        return False
    if not user.is_active or not user.appointments_today():
        return False
    addressees = addressees_of(mandate, Addressee.Role.ADDRESSEE)
    if any(represents(user, each) for each in addressees):
        return True
    kinds = {kind for each in addressees for kind in each.organisation_kinds}
    own_organisations = represented_organisations(user) if kinds else []
    return (
        bool(own_organisations)
        and Organisation.objects.filter(pk__in=own_organisations, kind__in=kinds).exists()
    )


@rules.predicate
def is_recipient(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents an entity named as recipient, or as "through whom"."""
    if not user.is_authenticated or not user.is_active or not isinstance(target, Mandate):
        return False
    entities = addressees_of(target, Addressee.Role.RECIPIENT, Addressee.Role.VIA)
    return any(represents(user, each) for each in entities)


@rules.predicate
def is_evaluator(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the entity in whose name the evaluation was made."""
    return represents(user, getattr(target, "evaluator", None))


@rules.predicate
def is_statement_author(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the entity in whose name the statement was made, even if it leads no longer."""
    return represents(user, getattr(target, "entity", None))


@rules.predicate
def is_response_author(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the organization or entity that responded."""
    if target is None or not user.is_authenticated or not user.is_active:
        return False
    organisation = getattr(target, "organisation", None)
    if organisation is not None:
        return may_respond_as(user, organisation, None)
    return represents(user, getattr(target, "entity", None))


@rules.predicate
def is_step_entity(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the entity of the step."""
    return represents(user, getattr(target, "entity", None))


@rules.predicate
def is_officer_of_session(user: Reader, target: Meeting | Occasion | None) -> bool:
    """Rule: chair or secretariat of the body whose meeting the session is."""
    meeting = target.meeting if isinstance(target, Occasion) else target
    return meeting is not None and bool(is_meeting_officer.test(user, meeting))


@rules.predicate
def is_notified_entity(user: Reader, target: Model | None) -> bool:
    """Rule: the person represents the entity that got the overdue notice, even if it leads no longer."""
    return isinstance(target, OverdueNotice) and represents(user, target.entity)


DELIVERABLE_VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "schedule_deliverables": (is_secretariat, _("Deliverables created from the text")),
    "add_deliverable": (is_secretariat, pgettext_lazy("history entry", "Deliverable added")),
    "change_deliverable": (is_secretariat, pgettext_lazy("history entry", "Deliverable corrected")),
    "withdraw_deliverable": (
        is_secretariat,
        pgettext_lazy("history entry", "Deliverable withdrawn"),
    ),
    "merge_deliverables": (is_secretariat, _("Deliverables merged by decision")),
    "unmerge_deliverable": (
        is_secretariat,
        pgettext_lazy("history entry", "Deliverables unmerged"),
    ),
    "record_occurrence": (is_secretariat, _("Condition marked as met")),
    "withdraw_occurrence": (is_secretariat, _("Condition marked as not met")),
    "add_step": (is_secretariat, pgettext_lazy("history entry", "Step added")),
    "change_step": (is_secretariat, pgettext_lazy("history entry", "Step corrected")),
    "withdraw_step": (is_secretariat, pgettext_lazy("history entry", "Step withdrawn")),
    "delegate_step": (is_secretariat, _("Step delegated to another entity")),
    "complete_step": (
        lead_or_secretariat | is_step_entity,
        pgettext_lazy("history entry", "Step completed"),
    ),
    "add_occasion": (is_secretariat, pgettext_lazy("history entry", "Session added")),
    "change_occasion": (is_secretariat, pgettext_lazy("history entry", "Session corrected")),
    "withdraw_occasion": (is_secretariat, pgettext_lazy("history entry", "Session withdrawn")),
    "tie_meeting": (
        is_secretariat | is_officer_of_session,
        pgettext_lazy("history entry", "Meeting linked to its session"),
    ),
    "untie_meeting": (
        is_secretariat | is_officer_of_session,
        pgettext_lazy("history entry", "Meeting unlinked from a session"),
    ),
    "set_progress": (lead_or_secretariat, _("Status of deliverable changed")),
    "submit_document": (lead_or_secretariat, pgettext_lazy("history entry", "Document submitted")),
    "correct_submission": (lead_or_secretariat, _("Submitted document corrected")),
    "withdraw_submission": (lead_or_secretariat, _("Submitted document withdrawn")),
    "notify_overdue": (is_secretariat, _("Lead notified of overdue deliverable")),
    "explain_delay": (is_secretariat | is_notified_entity, _("Reason for delay submitted")),
    "publish_statement": (lead_or_secretariat, _("Progress statement published")),
    "correct_statement": (is_secretariat | is_statement_author, _("Progress statement corrected")),
    "withdraw_statement": (is_secretariat | is_statement_author, _("Progress statement withdrawn")),
    "publish_response": (
        is_secretariat | is_addressee,
        pgettext_lazy("history entry", "Response published"),
    ),
    "correct_response": (
        is_secretariat | is_response_author,
        pgettext_lazy("history entry", "Response corrected"),
    ),
    "withdraw_response": (
        is_secretariat | is_response_author,
        pgettext_lazy("history entry", "Response withdrawn"),
    ),
    "add_resource": (is_secretariat, _("Statement on resources added")),
    "change_resource": (is_secretariat, _("Statement on resources corrected")),
    "withdraw_resource": (is_secretariat, _("Statement on resources withdrawn")),
    "add_evaluation": (
        is_secretariat | is_lead | is_recipient,
        pgettext_lazy("history entry", "Evaluation added"),
    ),
    "correct_evaluation": (
        is_secretariat | is_evaluator,
        pgettext_lazy("history entry", "Evaluation corrected"),
    ),
    "withdraw_evaluation": (
        is_secretariat | is_evaluator,
        pgettext_lazy("history entry", "Evaluation withdrawn"),
    ),
}


# Others can see an overdue notice only after the time to answer; then the page shows it.
mark_confidential("mandates.notify_overdue", "mandates.explain_delay")


INACTIVITY_VERBS = {
    "notify_inactive": (rules.always_deny, _("Lead notified of inactivity")),
    "confirm_activity": (lead_or_secretariat, _("Reply to inactivity notice recorded")),
}
"""A scheduled task notifies; the lead, or the secretariat on its behalf, answers."""


# Others can see an inactivity notice only after the time to answer; then the list shows it.
mark_confidential("mandates.notify_inactive", "mandates.confirm_activity")


@rules.predicate
def can_see_both(user: Reader, pair: RelatedPair | None) -> bool:
    """Rule: the person may see both mandates of the pair."""
    if pair is None:
        return False
    both = Record.objects.visible_to(user).filter(pk__in=[pair.first_id, pair.second_id])
    return both.count() == 2


@rules.predicate
def is_of_either_body(user: Reader, pair: RelatedPair | None) -> bool:
    """Rule: chair or secretariat of the body of one of the two texts."""
    if pair is None or not user.is_authenticated:
        return False
    bodies = [each.instrument.body for each in (pair.first, pair.second)]
    return any(
        user.holds("chair", body.record) or user.holds("secretariat", body.record)
        for body in bodies
        if body is not None
    )


pair_reviewers = can_see_both & (is_secretariat | is_of_either_body)
PAIR_VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "judge_pair": (pair_reviewers, _("Related mandates assessed")),
    "rejudge_pair": (pair_reviewers, _("Assessment of related mandates changed")),
}


@rules.predicate
def is_of_review_body(user: Reader, target: Any) -> bool:
    """Rule: chair or secretariat of the body that is the target, or of the body of a review set or its item."""
    review = getattr(target, "review", target)
    body = getattr(review, "body", review)
    if body is None or not user.is_authenticated or not user.is_active:
        return False
    return any(user.holds(role, body.record) for role in REVIEW_ROLES)


review_managers = is_secretariat | is_of_review_body
REVIEW_VERBS = {
    "create_review_set": (review_managers, _("Review set created")),
    "add_review_items": (review_managers, _("Mandates added to a review set")),
    "remove_review_item": (review_managers, _("Mandate removed from a review set")),
    "freeze_review_set": (review_managers, _("Review set frozen")),
    "record_review_outcome": (review_managers, _("Outcome of a review recorded")),
    "close_review_set": (review_managers, pgettext_lazy("history entry", "Review closed")),
    "reopen_review_set": (review_managers, pgettext_lazy("history entry", "Review reopened")),
}
# What follows from a decision is done by the verbs of texts and of deliverables, each by its own rule.
DECISION_VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "record_decision": (is_secretariat, pgettext_lazy("history entry", "Decision recorded")),
}
TRANSFER_VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "import_row": (is_secretariat, _("Mandate imported from a table")),
    "supplement_mandate": (
        is_secretariat,
        _("External IDs or entities added to a mandate from a table"),
    ),
}
PUBLICATION_VERBS = {
    "request_editions": (is_secretariat, _("Editions of the register requested")),
    "save_edition": (rules.always_deny, _("Edition of the register saved")),
    "delete_edition": (rules.always_deny, _("File of an old edition deleted")),
    "notify_due_soon": (
        rules.always_deny,
        _("Followers notified that a mandate is due within 90 days"),
    ),
    "notify_due": (rules.always_deny, _("Followers notified that a mandate is due")),
    "notify_dropped": (
        rules.always_deny,
        _("Leads notified of mandates omitted from a new version"),
    ),
}
"""Verbs of editions, and of notifications by scheduled tasks."""
TABLES: tuple[Mapping[str, tuple[rules.Predicate, str | Promise]], ...] = (
    ENTITY_VERBS,
    DELIVERABLE_VERBS,
    PUBLICATION_VERBS,
    ASSIGNMENT_VERBS,
    LIFECYCLE_VERBS,
    EXTRACTION_VERBS,
    PAIR_VERBS,
    INACTIVITY_VERBS,
    DECISION_VERBS,
    TRANSFER_VERBS,
    REVIEW_VERBS,
)
"""Verb -> its rule, and its name in the history."""


for table in TABLES:
    for name, (rule, _words) in table.items():
        rules.add_perm(f"mandates.{name}", rule)
    register_verb_names({f"mandates.{name}": words for name, (_rule, words) in table.items()})
