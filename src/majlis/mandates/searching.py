"""What of the register is searched: mandates by the words that ask, actors by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from majlis.commons.search.registry import SearchText
from majlis.instruments.citations.names import excerpt
from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import Record, Wording
from majlis.mandates.models import Actor, Alias, Mandate

A_TITLE = 110


def words(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """What mandates say in each language: the words of the provision that counts, by whose beginning they go."""
    found: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    at = dict(Mandate.objects.filter(pk__in=list(found)).values_list("pk", "asking__provision"))
    of: dict[int, list[int]] = {}
    for key, provision in at.items():
        of.setdefault(provision, []).append(key)
    rows = ProvisionWording.objects.filter(provision__in=[each for each in of if each]).exclude(
        text=""
    )
    for provision, language, text in rows.values_list("provision", "language", "text"):
        for key in of[provision]:
            found[key][language] = SearchText(excerpt(text, A_TITLE), text)
    return found


def symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The numbers of mandates, and those that they have in other registries."""
    keys = [each.pk for each in records]
    found = {
        key: [slug] for key, slug in Mandate.objects.filter(pk__in=keys).values_list("pk", "slug")
    }
    for key, value in Alias.objects.filter(mandate__in=keys).values_list("mandate", "value"):
        found[key].append(value)
    return found


def actors(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The names of actors, and the other English names by which texts call them; nothing of a name that leads on."""
    found: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    rows = Actor.objects.filter(pk__in=list(found), became=None)
    other = dict(rows.values_list("pk", "lexicon"))
    said = Wording.objects.filter(record__in=list(other), field="title").exclude(text="")
    for key, language, text in said.values_list("record", "language", "text"):
        found[key][language] = SearchText(text, "\n".join(other[key]) if language == "en" else "")
    return found
