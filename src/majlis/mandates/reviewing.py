"""How mandates stand on a day: what a review set keeps of each when it is frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from majlis.instruments.models import ProvisionWording
from majlis.mandates.keeping import stamp
from majlis.mandates.models import Mandate, Named, ReviewItem

FACTS = ("force", "kind", "standing", "life", "progress", "due_said", "expires")

DECIDED = ("outcome", "text", "language", "record", "words", "date")
"""What is recorded of an outcome."""


def outcome_seen(item: ReviewItem) -> str:
    """What was decided, as one word: to tell whether somebody recorded another meanwhile; nothing where nothing was."""
    return stamp(item, DECIDED) if item.outcome else ""


def as_it_stands(mandates: Iterable[Mandate]) -> dict[int, dict[str, Any]]:
    """For each mandate, by key, what is said of it now, as plain values; three queries however many.

    ``plain_snippet``: language -> the words that ask; ``register_todo``, ``recipient``, ``via``: slugs of actors; ``version_arguments``: the symbol of
    its text; ``deliver_at``: the address of its provision; ``lead``; ``due_preferences``, ``changed_meanwhile`` as ISO dates; the FACTS.
    """
    rows = list(
        Mandate.objects.filter(pk__in=[each.pk for each in mandates]).select_related(
            "lead", "asking__provision__version__instrument__record"
        )
    )
    provisions = {each.asking.provision_id: each.pk for each in rows if each.asking is not None}
    words: dict[int, dict[str, str]] = defaultdict(dict)
    said = ProvisionWording.objects.filter(provision__in=provisions).exclude(text="")
    for provision, language, text in said.values_list("provision", "language", "text"):
        words[provision][language] = text
    named: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    found = Named.objects.filter(asking__in=[each.asking_id for each in rows if each.asking_id])
    for asking, role, slug in found.values_list("asking", "role", "actor__slug"):
        named[asking][role].append(slug)
    return {each.pk: _one(each, words, named) for each in rows}


def _one(each: Mandate, words: Any, named: Any) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(each, name) for name in FACTS}
    said["lead"] = each.lead.slug if each.lead is not None else ""
    said["due"] = each.due.isoformat() if each.due else ""
    said["moved_on"] = each.moved_on.isoformat() if each.moved_on else ""
    asking = each.asking
    if asking is not None:
        provision = asking.provision
        said["words"] = dict(words[provision.pk])
        said["text"] = provision.version.instrument.symbol
        said["at"] = (
            f"texts/{provision.version.instrument.slug}/{provision.version.slug}/p/{provision.eid}"
        )
        said |= {role: sorted(named[asking.pk][role]) for role in Named.Role.values}
    return said


def changed_since(kept: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What of a mandate is other than it was when the set was frozen, by name."""
    return [name for name in kept if name in now and kept[name] != now[name]]
