"""Search texts of the register: mandates by wording and number, entities by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from majlis.commons.search.registry import SearchText
from majlis.instruments.citations.names import excerpt
from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import Record, Wording
from majlis.look import formats
from majlis.look.bidi import as_html, isolate
from majlis.mandates.core.addressees import BODY_SEPARATOR
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.core.table import as_title, entity_name, mandate_phase, provision_label
from majlis.mandates.models import Alias, Entity, Mandate

TITLE_LENGTH = 110
_MAX_ADDRESSEES = 3  # in the note of a hit


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
            texts[key][language] = SearchText(as_title(excerpt(text, TITLE_LENGTH)), text)
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


def mandate_numbers(keys: Sequence[int], language: str) -> Mapping[int, str]:
    """What a field for a mandate gets, by key: its number."""
    return dict(Mandate.objects.filter(pk__in=keys).values_list("pk", "slug"))


def mandate_notes(keys: Collection[int], language: str) -> Mapping[int, SafeString]:
    """The number of mandates, their provision, their addressees and their status; one query."""
    rows = with_row_data(Mandate.objects.filter(pk__in=keys), language)
    return {each.mandate.pk: _note(each, language) for each in mandate_rows(rows)}


def _note(row: MandateRow, language: str) -> SafeString:
    """What stands below the title of a mandate in the results of a search."""
    addressees = [entity_name(each) for each in row.entities_with_role("asked")]
    shown = formats.list_separator(language).join(
        isolate(each, language) for each in addressees[:_MAX_ADDRESSEES]
    )
    if len(addressees) > _MAX_ADDRESSEES:
        shown += "…"
    notes = [row.mandate.slug, provision_label(row), shown, mandate_phase(row.mandate)[1]]
    return format_html_join(
        " · ", "<bdi>{}</bdi>", ((as_html(str(each)),) for each in notes if each)
    )


def entity_names(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The names of entities, and the other English names that texts use; merged entities have none."""
    texts: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    rows = Entity.objects.filter(pk__in=list(texts), merged_into=None)
    lexicons = dict(rows.values_list("pk", "lexicon"))
    titles = Wording.objects.filter(record__in=list(lexicons), field="title").exclude(text="")
    for key, language, text in titles.values_list("record", "language", "text"):
        names = [name.partition(BODY_SEPARATOR)[0] for name in lexicons[key]]
        body = "\n".join(dict.fromkeys(names)) if language == "en" else ""
        texts[key][language] = SearchText(text, body)
    return texts
