"""Labels of the audit values of the register, for histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.events.models import Outcome as DocumentOutcome
from majlis.instruments.citations.links import provision_links, version_links
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels
from majlis.mandates.core import periods
from majlis.mandates.lifecycle import (
    FINDING_LIFECYCLE,
    MANDATE_LIFECYCLE,
    PAIR_LIFECYCLE,
    REVIEW_LIFECYCLE,
)
from majlis.mandates.models import (
    Assignment,
    Clause,
    EntityKind,
    InactivityNotice,
    RelatedPair,
    Resource,
    ReviewItem,
    Step,
)
from majlis.mandates.models.choices import DeliverableKind, Force, Progress

IN_LANGUAGE = "language"
FINDING_STATE = AuditLabel(
    pgettext_lazy("history", "Status"),
    choices=[*FINDING_LIFECYCLE.choices, ("taken back", pgettext_lazy("history", "withdrawn"))],
)
PROGRESS = AuditLabel(pgettext_lazy("history", "Status"), choices=Progress.choices)
REASON = AuditLabel(pgettext_lazy("history", "Reason"), language="reason_language")
KIND = pgettext_lazy("history", "Kind")

LABELS = {
    "access": HIDDEN,
    "act": AuditLabel(pgettext_lazy("history", "Decision or document"), Shown.RECORD),
    "act_words": AuditLabel(pgettext_lazy("history", "Decision or document (description)")),
    "action": AuditLabel(pgettext_lazy("history", "Requested action")),
    "added": AuditLabel(pgettext_lazy("history", "Mandates")),
    "alias": AuditLabel(pgettext_lazy("history", "Number in another registry")),
    "amount": AuditLabel(pgettext_lazy("history", "Amount")),
    "answer": AuditLabel(pgettext_lazy("history", "Reply"), language=IN_LANGUAGE),
    "answer_by": AuditLabel(pgettext_lazy("history", "Reply requested by"), Shown.DATE),
    "answered_at": AuditLabel(pgettext_lazy("history", "Replied on"), Shown.DATE),
    "asked": AuditLabel(pgettext_lazy("history", "Addressees")),
    "body": AuditLabel(pgettext_lazy("history", "Body"), Shown.RECORD),
    "by": AuditLabel(pgettext_lazy("history", "Response from"), Shown.RECORD),
    "by_meaning": HIDDEN,
    "by_record": AuditLabel(pgettext_lazy("history", "Decision or document"), Shown.RECORD),
    "by_words": AuditLabel(pgettext_lazy("history", "Decision or document (description)")),
    "clause": HIDDEN,
    "contact": AuditLabel(pgettext_lazy("history", "Contact")),
    "contact_checked": AuditLabel(pgettext_lazy("history", "Contact checked on"), Shown.DATE),
    "contact_url": AuditLabel(pgettext_lazy("history", "Contact page")),
    "continues": AuditLabel(pgettext_lazy("history", "Continued mandates")),
    "currency": AuditLabel(pgettext_lazy("history", "Currency")),
    "date": AuditLabel(pgettext_lazy("history", "Date"), Shown.DATE),
    "day": AuditLabel(pgettext_lazy("history", "Day"), Shown.DATE),
    "deadline": AuditLabel(pgettext_lazy("history", "Deadline in the text")),
    "deliverable": AuditLabel(pgettext_lazy("history", "Deliverable"), Shown.NUMBER),
    "deliverables": AuditLabel(pgettext_lazy("history", "Deliverables")),
    "done_on": AuditLabel(pgettext_lazy("history", "Completion date"), Shown.DATE),
    "due": AuditLabel(pgettext_lazy("history", "Due date"), Shown.DATE),
    "engine": HIDDEN,
    "entity": AuditLabel(pgettext_lazy("history", "Entity"), Shown.RECORD),
    "evaluated": AuditLabel(pgettext_lazy("history", "Entity evaluated"), Shown.RECORD),
    "evaluation": HIDDEN,
    "evaluator": AuditLabel(pgettext_lazy("history", "Evaluator"), Shown.RECORD),
    "evaluator_name": AuditLabel(pgettext_lazy("history", "Evaluator")),
    "evidence": AuditLabel(pgettext_lazy("history", "Evidence")),
    "expected": AuditLabel(pgettext_lazy("history", "Expected on"), Shown.DATE),
    "finding": HIDDEN,
    "force": AuditLabel(pgettext_lazy("history", "Force"), choices=Force.choices),
    "found": AuditLabel(pgettext_lazy("history", "Findings")),
    "function": AuditLabel(
        pgettext_lazy("history", "Difference in function"), language=IN_LANGUAGE
    ),
    "funding": AuditLabel(pgettext_lazy("history", "Funding"), choices=Resource.Funding.choices),
    "into": AuditLabel(pgettext_lazy("history", "Resulting mandate"), Shown.RECORD),
    "judgement": AuditLabel(
        pgettext_lazy("history", "Assessment"), choices=RelatedPair.Judgement.choices
    ),
    "kind": AuditLabel(KIND, choices=DeliverableKind.choices),
    "label": AuditLabel(pgettext_lazy("history", "Session")),
    "language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
    "left_out": AuditLabel(pgettext_lazy("history", "Omitted mandates")),
    "lexicon": AuditLabel(pgettext_lazy("history", "English names in texts")),
    "lifecycle_state": AuditLabel(
        pgettext_lazy("history", "Status of the mandate"), choices=MANDATE_LIFECYCLE.choices
    ),
    "lineage": HIDDEN,
    "link": AuditLabel(pgettext_lazy("history", "Link")),
    "mandate": AuditLabel(pgettext_lazy("history", "Mandate"), Shown.NUMBER),
    "mandates": AuditLabel(pgettext_lazy("history", "Mandates")),
    "meeting": AuditLabel(pgettext_lazy("history", "Meeting"), Shown.RECORD),
    "merged_from": AuditLabel(pgettext_lazy("history", "Merged entity"), Shown.RECORD),
    "merged_into": AuditLabel(pgettext_lazy("history", "Merged into"), Shown.RECORD),
    "name": AuditLabel(pgettext_lazy("history", "Name")),
    "names": AuditLabel(pgettext_lazy("history", "Name")),
    "notice": HIDDEN,
    "occasion": AuditLabel(pgettext_lazy("history", "Session"), Shown.NAME),
    "occurrence": HIDDEN,
    "on_behalf_of": AuditLabel(pgettext_lazy("history", "On behalf of"), Shown.RECORD),
    "organisation": AuditLabel(pgettext_lazy("history", "Organization"), Shown.RECORD),
    "organisation_kinds": AuditLabel(pgettext_lazy("history", "Kinds of organizations")),
    "outcome": AuditLabel(pgettext_lazy("history", "Outcome"), choices=ReviewItem.Outcome.choices),
    "outdated": AuditLabel(pgettext_lazy("history", "Outdated")),
    "own": AuditLabel(pgettext_lazy("history", "Self-evaluation")),
    "paragraphs": AuditLabel(pgettext_lazy("history", "Paragraphs")),
    "parent": AuditLabel(pgettext_lazy("history", "Part of"), Shown.RECORD),
    "part": AuditLabel(
        pgettext_lazy("history", "Role in the mandate"), choices=Assignment.Part.choices
    ),
    "period_from": AuditLabel(pgettext_lazy("history", "Start of period"), Shown.DATE),
    "period_to": AuditLabel(pgettext_lazy("history", "End of period"), Shown.DATE),
    "place": AuditLabel(pgettext_lazy("history", "Difference in scope"), language=IN_LANGUAGE),
    "position": AuditLabel(pgettext_lazy("history", "Position in lists")),
    "provision": AuditLabel(pgettext_lazy("history", "Provision"), links=provision_links),
    "query": HIDDEN,
    "reason": REASON,
    "reason_language": AuditLabel(
        pgettext_lazy("history", "Language of the reason"), Shown.LANGUAGE
    ),
    "recipient": AuditLabel(pgettext_lazy("history", "Recipients")),
    "record": AuditLabel(pgettext_lazy("history", "Document"), Shown.RECORD),
    "recurrence": AuditLabel(
        pgettext_lazy("mandate", "Frequency"), choices=list(periods.SINGLE_PERIODS.items())
    ),
    "replaced": AuditLabel(pgettext_lazy("history", "Findings replaced")),
    "reply": AuditLabel(pgettext_lazy("history", "Reply"), choices=InactivityNotice.Reply.choices),
    "reports_back": AuditLabel(pgettext_lazy("history", "Reports back")),
    "resource": HIDDEN,
    "response": HIDDEN,
    "reviewed_at": AuditLabel(pgettext_lazy("history", "Review session"), Shown.RECORD),
    "reviewed_on": AuditLabel(pgettext_lazy("history", "Reviewed on"), Shown.DATE),
    "reviewed_words": AuditLabel(gettext_lazy("Review session (description)")),
    "schedule_key": HIDDEN,
    "scheduled": HIDDEN,
    "sha256": HIDDEN,
    "since": AuditLabel(pgettext_lazy("history", "Since"), Shown.DATE),
    "source": AuditLabel(pgettext_lazy("history", "Source")),
    "statement": AuditLabel(pgettext_lazy("history", "Statement"), Shown.NUMBER),
    "step": HIDDEN,
    "task": AuditLabel(pgettext_lazy("history", "Step"), choices=Step.Task.choices),
    "text": AuditLabel(pgettext_lazy("history", "Text"), language=IN_LANGUAGE),
    "title": AuditLabel(pgettext_lazy("history", "Title"), language=IN_LANGUAGE),
    "titles": AuditLabel(pgettext_lazy("history", "Title")),
    "trigger": AuditLabel(pgettext_lazy("history", "Condition")),
    "until": AuditLabel(pgettext_lazy("history", "Until"), Shown.DATE),
    "verb": AuditLabel(pgettext_lazy("history", "Operative verb")),
    "version": AuditLabel(pgettext_lazy("history", "Version"), Shown.RECORD, links=version_links),
    "via": AuditLabel(gettext_lazy("Through or in cooperation with")),
    "with": AuditLabel(pgettext_lazy("history", "Other mandate"), Shown.NUMBER),
    "withdrawn": AuditLabel(pgettext_lazy("history", "Withdrawn")),
    "words": AuditLabel(pgettext_lazy("history", "Text"), language=IN_LANGUAGE),
    "year": AuditLabel(pgettext_lazy("history", "Year"), Shown.DATE),
    "year_to": AuditLabel(pgettext_lazy("history", "End year"), Shown.DATE),
}
"""Labels of keys that mean the same in most verbs of the room."""

LABELS_BY_SCOPE = (
    (
        (
            "accept_finding",
            "accept_unchanged_findings",
            "revoke_acceptance",
            "revoke_clause",
        ),
        {"state": FINDING_STATE},
    ),
    (("finding",), {"state": FINDING_STATE, "into": HIDDEN}),
    (("clause",), {"kind": AuditLabel(KIND, choices=Clause.Kind.choices)}),
    (
        ("entity",),
        {
            "kind": AuditLabel(KIND, choices=EntityKind.choices),
            "title": AuditLabel(pgettext_lazy("history", "Name"), language=IN_LANGUAGE),
            "titles": AuditLabel(pgettext_lazy("history", "Name")),
        },
    ),
    (
        ("merge_deliverables", "unmerge_deliverable", "withdraw_deliverable"),
        {
            "by": AuditLabel(pgettext_lazy("history", "Decision or document"), Shown.RECORD),
            "into": AuditLabel(pgettext_lazy("history", "Merged into")),
            "merged_from": AuditLabel(pgettext_lazy("history", "Merged deliverable")),
        },
    ),
    (
        ("relatedpair",),
        {
            "reason": AuditLabel(pgettext_lazy("history", "Reason"), language=IN_LANGUAGE),
            "state": AuditLabel(pgettext_lazy("history", "Status"), choices=PAIR_LIFECYCLE.choices),
        },
    ),
    (
        ("reviewset",),
        {
            "state": AuditLabel(
                pgettext_lazy("history", "Status"), choices=REVIEW_LIFECYCLE.choices
            ),
        },
    ),
    (("mandate", "statement"), {"state": PROGRESS}),
    (("submit_document", "correct_submission", "withdraw_submission"), {"answer": HIDDEN}),
    (
        ("add_resource", "change_resource", "withdraw_resource"),
        {"kind": AuditLabel(KIND, choices=Resource.Kind.choices)},
    ),
    (
        ("record_decision",),
        {
            "outcome": AuditLabel(
                pgettext_lazy("history", "Outcome"), choices=DocumentOutcome.choices
            ),
            "texts": AuditLabel(pgettext_lazy("history", "Texts"), Shown.COUNT),
            "deliverables": AuditLabel(pgettext_lazy("history", "Deliverables"), Shown.COUNT),
        },
    ),
    (
        (
            "add_occasion",
            "change_occasion",
            "withdraw_occasion",
            "tie_meeting",
            "untie_meeting",
        ),
        {"occasion": HIDDEN},
    ),
)
"""Labels of keys that mean something else in some verbs, or of some models."""

register_audit_labels("mandates", LABELS)
for scopes, labels in LABELS_BY_SCOPE:
    for scope in scopes:
        register_audit_labels(f"mandates.{scope}", labels)
