"""Notifications of assignments, lifecycle events and revoked acceptances."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import EventValues, register
from majlis.commons.notices.models import Subscription
from majlis.kernel.models import AuditEntry, Record, User
from majlis.look.bidi import text_for_reader
from majlis.mandates.core.audiences import representatives
from majlis.mandates.core.representation import may_decide_leads, proposed_leads
from majlis.mandates.lifecycle import MANDATE_LIFECYCLE
from majlis.mandates.models import Addressee, Entity, Mandate

LIFECYCLE_VERBS = (
    "complete_mandate",
    "merge_mandate",
    "replace_mandate",
    "pause_mandate",
    "lapse_mandate",
    "revive_mandate",
)
PART_LABELS = {
    "lead": pgettext_lazy("notice about a mandate", "lead"),
    "contributor": pgettext_lazy("notice about a mandate", "contributor"),
}


def register_notifications() -> None:
    """Register the notifications of these verbs; called once when the site starts."""
    for name, sentence in (
        ("add_assignment", gettext_lazy("{actor_name} was named as {part} for mandate {record}.")),
        (
            "propose_contributor",
            gettext_lazy("{actor_name} was proposed as {part} for mandate {record}."),
        ),
        (
            "confirm_assignment",
            gettext_lazy("{actor_name} was confirmed as {part} for mandate {record}."),
        ),
        (
            "decline_assignment",
            gettext_lazy(
                "The proposal to name {actor_name} as {part} for mandate {record} was declined."
            ),
        ),
        (
            "end_assignment",
            gettext_lazy("{actor_name} is no longer {part} for mandate {record}."),
        ),
    ):
        register(
            f"mandates.{name}",
            sentence=sentence,
            audience=assigned_and_followers,
            values=assignment_values,
            say=assignment_text,
            only=is_assignment,
            public=True,
        )
    for name in LIFECYCLE_VERBS:
        register(
            f"mandates.{name}",
            sentence=gettext_lazy("Status of mandate {record}: {life}."),
            audience=followers,
            values=lambda entry: {"life": entry.new.get("lifecycle_state", "")},
            say=lambda values, language: {
                "life": MANDATE_LIFECYCLE.states.get(values.get("life", ""), "")
            },
            public=True,
        )
    for name in ("revoke_acceptance", "revoke_clause"):
        register(
            f"mandates.{name}",
            sentence=gettext_lazy("Acceptance withdrawn: {record}."),
            audience=followers_of_revoked,
            public=True,
        )
    register(
        "mandates.check_contact",
        sentence=gettext_lazy("Contact details checked: {record}."),
        public=True,
    )
    todo.register_rows(
        proposed_leads,
        sentence=leads_sentence,
        url_name="mandates:proposed_leads",
        may=may_decide_leads,
    )


def leads_sentence(count: int) -> str:
    """How many proposed leads wait for a decision."""
    words = ngettext("%(count)s proposed lead", "%(count)s proposed leads", count)
    return words % {"count": count}


def followers(entry: AuditEntry) -> QuerySet[User]:
    """Users who follow the text, an addressee or the lead of the mandate, and may see the mandate today."""
    mandate = Mandate.objects.select_related("record").get(pk=entry.record_id)
    addressees = Addressee.objects.filter(source=mandate.source_id).values_list("entity", flat=True)
    followed = [mandate.instrument_id, mandate.lead_id, *addressees]
    subscriptions = Subscription.objects.filter(
        record__in=[key for key in followed if key is not None]
    )
    return users_who_may_see(mandate.record).filter(pk__in=subscriptions.values("user"))


def followers_of_revoked(entry: AuditEntry) -> QuerySet[User]:
    """Users who follow the text or an addressee of a revoked acceptance.

    The mandate may be deleted already, so the audit entry gives the addresses.
    """
    addresses = [entry.old.get("text", ""), *entry.old.get("asked", ())]
    subscriptions = Subscription.objects.filter(record__address__in=addresses)
    users = users_who_may_see(entry.record) if entry.record is not None else User.objects.none()
    return users.filter(pk__in=subscriptions.values("user"))


def assigned_and_followers(entry: AuditEntry) -> QuerySet[User]:
    """The followers of the mandate, and the representatives of the entity whether they follow it or not."""
    address = entry.new.get("entity", "")
    entity = Entity.objects.filter(record__kind="entity", record__address=address).first()
    if entry.record is None:
        return followers(entry)
    return followers(entry) | users_who_may_see(entry.record).filter(representatives(entity))


def is_assignment(entry: AuditEntry) -> bool:
    """Whether the entry names a part. That on the end of a former lead has none: the one on the new lead covers it."""
    return "part" in entry.new


def assignment_values(entry: AuditEntry) -> EventValues:
    """The names of the entity by language, and the part."""
    address = entry.new.get("entity", "")
    record = Record.objects.filter(kind="entity", address=address).first()
    rows = record.wordings.filter(field="title").exclude(text="") if record is not None else None
    names = dict(rows.order_by("status", "pk").values_list("language", "text")) if rows else {}
    return {"part": entry.new.get("part", ""), "names": names}


def assignment_text(values: EventValues, language: str) -> EventValues:
    """The entity and the part in the reader's language."""
    part = values.get("part", "")
    words = PART_LABELS.get(part, part)
    return {"actor_name": text_for_reader(values.get("names") or {}, language), "part": words}
