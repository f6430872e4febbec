"""The snapshot of a mandate that a review set stores when it is frozen, and what changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from majlis.instruments.models import ProvisionWording
from majlis.kernel.editing import version_token
from majlis.mandates.models import Addressee, Mandate, ReviewItem

SNAPSHOT_FIELDS = (
    "force",
    "kind",
    "legal_status",
    "lifecycle_state",
    "progress",
    "due_text",
    "expires",
)

OUTCOME_FIELDS = ("outcome", "text", "language", "record", "words", "date")
"""What is recorded of an outcome."""


def outcome_token(item: ReviewItem) -> str:
    """What was decided, as one word: to tell whether somebody recorded another meanwhile; nothing where nothing was."""
    return version_token(item, OUTCOME_FIELDS) if item.outcome else ""


def snapshot_mandates(mandates: Iterable[Mandate]) -> dict[int, dict[str, Any]]:
    """For each mandate, by key, what is said of it now, as plain values; three queries however many.

    ``plain_snippet``: language -> the words that ask; ``register_todo``, ``recipient``, ``via``: slugs of actors; ``version_arguments``: the symbol of
    its text; ``deliver_at``: the address of its provision; ``lead_text``; ``due_preferences``, ``changed_meanwhile`` as ISO dates; the FACTS.
    """
    rows = list(
        Mandate.objects.filter(pk__in=[each.pk for each in mandates]).select_related(
            "lead", "source__provision__version__instrument__record"
        )
    )
    provisions = {each.source.provision_id: each.pk for each in rows if each.source is not None}
    words: dict[int, dict[str, str]] = defaultdict(dict)
    said = ProvisionWording.objects.filter(provision__in=provisions).exclude(text="")
    for provision, language, text in said.values_list("provision", "language", "text"):
        words[provision][language] = text
    named: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    found = Addressee.objects.filter(source__in=[each.source_id for each in rows if each.source_id])
    for source, role, slug in found.values_list("source", "role", "entity__slug"):
        named[source][role].append(slug)
    return {each.pk: _snapshot(each, words, named) for each in rows}


def _snapshot(each: Mandate, words: Any, named: Any) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(each, name) for name in SNAPSHOT_FIELDS}
    said["lead"] = each.lead.slug if each.lead is not None else ""
    said["due"] = each.due.isoformat() if each.due else ""
    said["last_activity_on"] = each.last_activity_on.isoformat() if each.last_activity_on else ""
    source = each.source
    if source is not None:
        provision = source.provision
        said["words"] = dict(words[provision.pk])
        said["text"] = provision.version.instrument.symbol
        said["at"] = (
            f"texts/{provision.version.instrument.slug}/{provision.version.slug}/p/{provision.eid}"
        )
        said |= {role: sorted(named[source.pk][role]) for role in Addressee.Role.values}
    return said


def changed_fields(kept: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What of a mandate is other than it was when the set was frozen, by name."""
    return [name for name in kept if name in now and kept[name] != now[name]]
