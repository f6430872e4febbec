"""Search texts of the register: mandates by wording and number, entities by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from majlis.commons.search.registry import SearchText
from majlis.instruments.citations.names import excerpt
from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import Record, Wording
from majlis.mandates.models import Alias, Entity, Mandate

TITLE_LENGTH = 110


def mandate_texts(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The wording of the current provision in each language; its beginning is the title."""
    texts: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    provision_of = dict(
        Mandate.objects.filter(pk__in=list(texts)).values_list("pk", "source__provision")
    )
    mandates_of: dict[int, list[int]] = {}
    for key, provision in provision_of.items():
        mandates_of.setdefault(provision, []).append(key)
    rows = ProvisionWording.objects.filter(
        provision__in=[each for each in mandates_of if each]
    ).exclude(text="")
    for provision, language, text in rows.values_list("provision", "language", "text"):
        for key in mandates_of[provision]:
            texts[key][language] = SearchText(excerpt(text, TITLE_LENGTH), text)
    return texts


def mandate_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The numbers of mandates, and their identifiers in other registries."""
    keys = [each.pk for each in records]
    symbols = {
        key: [slug] for key, slug in Mandate.objects.filter(pk__in=keys).values_list("pk", "slug")
    }
    for key, value in Alias.objects.filter(mandate__in=keys).values_list("mandate", "value"):
        symbols[key].append(value)
    return symbols


def entity_names(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The names of entities, and the other English names that texts use; merged entities have none."""
    texts: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    rows = Entity.objects.filter(pk__in=list(texts), merged_into=None)
    lexicons = dict(rows.values_list("pk", "lexicon"))
    titles = Wording.objects.filter(record__in=list(lexicons), field="title").exclude(text="")
    for key, language, text in titles.values_list("record", "language", "text"):
        texts[key][language] = SearchText(
            text, "\n".join(lexicons[key]) if language == "en" else ""
        )
    return texts
