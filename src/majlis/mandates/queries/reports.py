"""The map of reports: what is to be handed in, to whom, how often; and what is asked alike in more than one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import ProvisionWording, Tag
from majlis.kernel import clock
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models.record import visible
from majlis.mandates.kinds import Kind
from majlis.mandates.models import Answer, Mandate, Named
from majlis.mandates.queries import register
from majlis.mandates.queries.lines import Line

KINDS = (Kind.REPORT, Kind.BRIEFING, Kind.UPDATE, Kind.PAGE, Kind.DATASET)
ALIKE = 80
"""Of a hundred: so much of the words of two has to be the same (rapidfuzz, words in any order)."""
MOST_OF_ONE = 200
"""Mandates of one actor to one recipient that are compared with one another."""


def found(user: Any, wanted: Mapping[str, Any]) -> QuerySet[Mandate]:
    """The mandates of which something is to be handed in, by the filters of the register."""
    it = register.found(user, wanted)
    kept: QuerySet[Mandate] = it.filter(kind__in=KINDS)
    return kept


def newest(user: Any, keys: Sequence[int]) -> dict[int, str]:
    """The date of the newest document that answers each, as far as it is known; else the day on which it was named."""
    found: dict[int, str] = {}
    rows = Answer.objects.filter(
        Q(record=None) | visible(user, "record__"),
        deliverable__mandate__in=keys,
        deliverable__withdrawn_at=None,
    )
    for key, day, made_at in rows.values_list("deliverable__mandate", "date", "made_at"):
        found[key] = max(found.get(key, ""), day or clock.day_of(made_at).isoformat())
    return found


def asked_alike(user: Any, keys: Sequence[int], language: str) -> dict[int, list[Any]]:
    """For each of the mandates, others in force that ask alike: the same actor for the same recipient, and about the
    same concept or in like words of one language. Nobody judged them; each is a mandate with its number. Five queries.
    """
    from rapidfuzz import fuzz

    pairs = _pairs(Named.objects.filter(asking__current_of__in=keys))
    actors = {each for per in pairs.values() for part in per.values() for each in part}
    if not actors:
        return {}
    others = register.found(user, {}).filter(kind__in=KINDS).order_by()
    named = Named.objects.filter(
        asking__current_of__in=others.values("pk"),
        actor__in=actors,
    )
    every = _pairs(named)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key, per in every.items():
        for asked in per[Named.Role.ASKED]:
            for recipient in per[Named.Role.RECIPIENT]:
                groups[asked, recipient].append(key)
    near = {
        (one, other)
        for there in groups.values()
        for one in there[:MOST_OF_ONE]
        for other in there[:MOST_OF_ONE]
        if one != other and one in pairs
    }
    if not near:
        return {}
    rows = {
        each.pk: each
        for each in Mandate.objects.filter(pk__in={key for pair in near for key in pair})
        .select_related("record", "asking")
        .order_by("number")
    }
    about, said = _concepts(rows.values()), _words(rows.values())
    made: dict[int, list[Any]] = defaultdict(list)
    for one, other in sorted(near, key=lambda pair: (pair[0], rows[pair[1]].number)):
        shared = about[rows[one].lineage_id] & about[rows[other].lineage_id]
        like = any(
            fuzz.token_sort_ratio(text, said[other][code]) >= ALIKE
            for code, text in said[one].items()
            if code in said[other]
        )
        if shared or like:
            made[one].append(rows[other])
    return dict(made)


def _pairs(named: QuerySet[Named]) -> dict[int, dict[str, set[int]]]:
    made: dict[int, dict[str, set[int]]] = {}
    rows = named.order_by().values_list("asking__current_of", "role", "actor")
    for key, role, actor in rows:
        made.setdefault(key, defaultdict(set))[role].add(actor)
    return made


def _concepts(rows: Any) -> dict[int, set[int]]:
    made: dict[int, set[int]] = defaultdict(set)
    tags = Tag.objects.filter(state=CONFIRMED, lineage__in=[each.lineage_id for each in rows])
    for lineage, concept in tags.values_list("lineage", "concept"):
        made[lineage].add(concept)
    return made


def _words(rows: Any) -> dict[int, dict[str, str]]:
    """Key of a mandate -> language -> the words of its provision."""
    of = {each.asking.provision_id: each.pk for each in rows if each.asking}
    made: dict[int, dict[str, str]] = {each.pk: {} for each in rows}
    found = ProvisionWording.objects.filter(provision__in=of).exclude(text="")
    texts = {(each.provision_id, each.language): each.text for each in found}
    for (provision, code), text in texts.items():
        for each in rows:
            if each.asking and each.asking.provision_id == provision:
                made[each.pk][code] = text
    return made


FIELDS = (
    Field("number", _("Number")),
    Field("kind", pgettext_lazy("mandate", "What is to come of it")),
    Field("asked", _("Who is asked"), _("actors, parted by semicolons")),
    Field("recipients", pgettext_lazy("mandates", "For whom"), _("actors, parted by semicolons")),
    Field("recurrence", _("Recurrence"), _("an ISO 8601 period: P1Y is every year")),
    Field("due", _("Due"), _("the next date of what is open, or what is said in place of one")),
    Field("newest", _("Newest"), _("date of the newest answer that is known here")),
    Field("alike", _("Asked alike at"), _("numbers; nobody judged whether they are the same")),
    Field("address", _("Address")),
)


def sheet(
    lines: Sequence[Line], recurs: Mapping[int, str], last: Mapping[int, Any], alike: Mapping[int, list[Any]]
) -> Sheet:  # fmt: skip
    """The map as data."""
    rows = [
        (
            each.mandate.slug,
            each.mandate.kind,
            "; ".join(one.slug for one in each.actors("asked")),
            "; ".join(one.slug for one in each.actors("recipient")),
            recurs.get(each.mandate.pk, ""),
            each.mandate.due.isoformat() if each.mandate.due else each.mandate.due_said,
            last.get(each.mandate.pk, ""),
            "; ".join(one.slug for one in alike.get(each.mandate.pk, [])),
            f"mandates/{each.mandate.slug}",
        )
        for each in lines
    ]
    return Sheet("mandates-reports", _("Reports asked for"), FIELDS, rows)
