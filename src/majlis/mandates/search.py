"""What the site search finds of the register: mandates by text and number, entities by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from majlis.commons.search.registry import SearchText
from majlis.instruments.citations.names import excerpt
from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import Record, Wording
from majlis.mandates.models import Alias, Entity, Mandate

TITLE_LENGTH = 110


def mandate_texts(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """What mandates say in each language: the words of the provision that counts, by whose beginning they go."""
    found: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    at = dict(Mandate.objects.filter(pk__in=list(found)).values_list("pk", "source__provision"))
    of: dict[int, list[int]] = {}
    for key, provision in at.items():
        of.setdefault(provision, []).append(key)
    rows = ProvisionWording.objects.filter(provision__in=[each for each in of if each]).exclude(
        text=""
    )
    for provision, language, text in rows.values_list("provision", "language", "text"):
        for key in of[provision]:
            found[key][language] = SearchText(excerpt(text, TITLE_LENGTH), text)
    return found


def mandate_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The numbers of mandates, and those that they have in other registries."""
    keys = [each.pk for each in records]
    found = {
        key: [slug] for key, slug in Mandate.objects.filter(pk__in=keys).values_list("pk", "slug")
    }
    for key, value in Alias.objects.filter(mandate__in=keys).values_list("mandate", "value"):
        found[key].append(value)
    return found


def entity_names(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The names of actors, and the other English names by which texts call them; nothing of a name that leads on."""
    found: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    rows = Entity.objects.filter(pk__in=list(found), merged_into=None)
    other = dict(rows.values_list("pk", "lexicon"))
    said = Wording.objects.filter(record__in=list(other), field="title").exclude(text="")
    for key, language, text in said.values_list("record", "language", "text"):
        found[key][language] = SearchText(text, "\n".join(other[key]) if language == "en" else "")
    return found
