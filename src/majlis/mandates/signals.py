"""Consequences of verbs on texts and mandates, in the transaction of the verb.

Versions are queued for extraction, statuses are refreshed, deliverables are scheduled, sessions follow meetings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from majlis.events.models import Meeting
from majlis.instruments.models import Instrument, Provision, Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import Act, verb_done
from majlis.mandates.core.next_meeting import mandates_waiting_for_next_meeting
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import meetings
from majlis.mandates.deliverables.schedule import recurs_within_year
from majlis.mandates.extraction import tasks as extraction_tasks
from majlis.mandates.extraction.continuity import compare_versions
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource, Occasion
from majlis.mandates.models.choices import LegalStatus

READ_AFTER = ("publish_import", "publish_adopted_text", "restore_version")
"""Verbs after which versions are searched for mandates."""
READ_AGAIN_AFTER = ("match_provision", "realign_provision")
"""Verbs that change wordings or lineages, after which pending findings are extracted again."""
STATUS_AFTER = (
    "publish_import",
    "publish_adopted_text",
    "propose_version",
    "adopt_version",
    "bring_version_into_force",
    "supersede_version",
    "mark_version_not_adopted",
    "repropose_version",
    "change_version",
    "withdraw_version",
    "restore_version",
)
"""Verbs that can change whether mandates are in force or visible."""


@receiver(verb_done, dispatch_uid="mandates.follow")
def follow_text_verbs(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Queue extraction and refresh statuses after a verb on texts."""
    room, _dot, name = sender.partition(".")
    if room != "instruments":
        return
    results = result if isinstance(result, list) else [result]
    versions = [each for each in results if isinstance(each, Version)]
    if name in READ_AFTER:
        extract_later(versions)
    elif name in READ_AGAIN_AFTER and isinstance(result, Provision):
        extract_later([result.version])
    if name in STATUS_AFTER and versions:
        texts = {each.instrument_id for each in versions}
        sources = MandateSource.objects.filter(version__instrument__in=texts)
        mandates = set(sources.values_list("mandate", flat=True))
        # A date can move a version to another place among those of its text.
        compare_versions(mandates)
        reschedule_deliverables(refresh_status(mandates))
    if name == "resolve_stub" and isinstance(result, Instrument):
        # Mandates quoted from the stub move to the text that it turned out to be.
        Mandate.objects.filter(instrument__became=result).update(instrument=result)


def extract_later(versions: Iterable[Version]) -> None:
    """Queue extraction of these versions and of versions reconstructed from them, in their order."""
    keys = [each.pk for each in versions]
    rows = Version.objects.filter(Q(pk__in=keys) | Q(reconstructed_from__in=keys))
    for key in rows.order_by("instrument", "position", "pk").values_list("pk", flat=True):
        extraction_tasks.extract_findings_of_version.enqueue(key)


SCHEDULE_AFTER = (
    "mandates.accept_finding",
    "mandates.accept_unchanged_findings",
    "mandates.revive_mandate",
    "mandates.import_row",
)
"""Verbs that create a mandate or bring one back."""
RESCHEDULE_AFTER = (
    "mandates.correct_source",
    "mandates.split_finding",
    "mandates.revoke_acceptance",
)
"""Verbs that change the source of a mandate."""


@receiver(verb_done, dispatch_uid="mandates.schedule_deliverables")
def follow_mandate_verbs(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Schedule deliverables when a mandate is accepted or corrected, and when a session is added."""
    if sender in SCHEDULE_AFTER + RESCHEDULE_AFTER:
        reschedule_deliverables(
            mandates_of_result(result), source_changed=sender in RESCHEDULE_AFTER
        )
    elif sender == "mandates.tie_meeting" and isinstance(result, Occasion):
        reschedule_deliverables(mandates_waiting_for_next_meeting(result.entity))
    elif sender == "mandates.add_occasion" and isinstance(result, Occasion):
        recipients = Addressee.objects.filter(
            role=Addressee.Role.RECIPIENT, entity=result.entity_id
        )
        rows = Mandate.objects.filter(
            source__in=recipients.values("source"), legal_status=LegalStatus.IN_FORCE
        )
        pairs = rows.exclude(source__recurrence="").values_list("pk", "source__recurrence")
        keys = {key for key, recurrence in pairs if recurs_within_year(recurrence)}
        reschedule_deliverables(keys | mandates_waiting_for_next_meeting(result.entity))


TIED_AFTER = ("events.convene_meeting", "events.create_meeting", "events.import_meeting")
"""Verbs after which a meeting that has been convened is tied to a session of the register, if it is not."""
LINKED_AFTER = ("mandates.load_entity", "mandates.change_entity", "mandates.merge_entities")
"""Verbs that can link an entity to a body, whose coming meetings are then tied."""


@receiver(verb_done, dispatch_uid="mandates.follow_meetings")
def follow_meeting_verbs(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Let sessions of the register follow the meetings that they are."""
    if sender.startswith("events."):
        results = result if isinstance(result, list | tuple) else [result]
        for meeting in results:
            if isinstance(meeting, Meeting):
                meetings.follow_meeting(meeting, may_tie=sender in TIED_AFTER)
    elif sender in LINKED_AFTER and isinstance(result, Entity) and result.body_id is not None:
        coming = Meeting.objects.filter(
            body=result.body_id, last_day__gte=clock.today(), occasion=None
        )
        for meeting in coming.order_by("first_day", "pk"):
            meetings.follow_meeting(meeting, may_tie=True)


def reschedule_deliverables(keys: Iterable[int], *, source_changed: bool = False) -> None:
    """Schedule the deliverables of these mandates.

    ``source_changed``: also update those that were scheduled before, because the source has changed.
    """
    for key in sorted(set(keys)):
        mandate = Mandate.objects.select_related("source__version", "record").get(pk=key)
        deliverables_actions.schedule_deliverables(
            Actor.as_system("schedule"), mandate, source_changed=source_changed
        )


def mandates_of_result(result: Any) -> set[int]:
    """The keys of the mandates in the result of a verb, or of those to which it belongs."""
    if isinstance(result, Mandate):
        return {result.pk}
    if isinstance(result, Iterable) and not isinstance(result, str):
        return {key for each in result for key in mandates_of_result(each)}
    mandate_key = getattr(result, "mandate_id", None)
    return {mandate_key} if isinstance(mandate_key, int) else set()
