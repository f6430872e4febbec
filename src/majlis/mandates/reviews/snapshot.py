"""The snapshot of a mandate that a review set stores when it is frozen, and what changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from majlis.instruments.models import ProvisionWording
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.models import Addressee, Mandate

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
"""The fields of an outcome."""


def snapshot_mandates(mandates: Iterable[Mandate]) -> dict[int, JsonRow]:
    """Return the snapshot of each mandate, by key, as plain values; three queries.

    Each snapshot has the SNAPSHOT_FIELDS; ``words``: language -> wording; ``asked``, ``recipient``
    and ``via``: slugs of entities; ``text``: the symbol of its text; ``at``: the address of its
    provision; ``lead``: a slug; ``due`` and ``last_activity_on`` as ISO dates.
    """
    rows = list(
        Mandate.objects.filter(pk__in=[each.pk for each in mandates]).select_related(
            "lead", "source__provision__version__instrument__record"
        )
    )
    provisions = {each.source.provision_id: each.pk for each in rows if each.source is not None}
    words: dict[int, dict[str, str]] = defaultdict(dict)
    wordings = ProvisionWording.objects.filter(provision__in=provisions).exclude(text="")
    for provision, language, text in wordings.values_list("provision", "language", "text"):
        words[provision][language] = text
    named: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    addressees = Addressee.objects.filter(
        source__in=[each.source_id for each in rows if each.source_id]
    )
    for source, role, slug in addressees.values_list("source", "role", "entity__slug"):
        named[source][role].append(slug)
    return {each.pk: _snapshot(each, words, named) for each in rows}


def _snapshot(
    mandate: Mandate, words: dict[int, dict[str, str]], named: dict[int, dict[str, list[str]]]
) -> JsonRow:
    values: JsonRow = {name: getattr(mandate, name) for name in SNAPSHOT_FIELDS}
    values["lead"] = mandate.lead.slug if mandate.lead is not None else ""
    values["due"] = mandate.due.isoformat() if mandate.due else ""
    values["last_activity_on"] = (
        mandate.last_activity_on.isoformat() if mandate.last_activity_on else ""
    )
    source = mandate.source
    if source is not None:
        provision = source.provision
        values["words"] = dict(words[provision.pk])
        values["text"] = provision.version.instrument.symbol
        values["at"] = (
            f"texts/{provision.version.instrument.slug}/{provision.version.slug}/p/{provision.eid}"
        )
        values |= {role: sorted(named[source.pk][role]) for role in Addressee.Role.values}
    return values


def changed_fields(snapshot: JsonRow, now: JsonRow) -> list[str]:
    """The names of the fields that have changed since the set was frozen."""
    return [name for name in snapshot if name in now and snapshot[name] != now[name]]
