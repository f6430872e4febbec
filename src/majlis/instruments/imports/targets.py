"""The destination of each text in a file: proposed from the text, decided by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q

from majlis.instruments.core.identifiers import instrument_key, split_symbol, symbol_keys
from majlis.instruments.imports import body_detection
from majlis.instruments.lifecycle import DRAFT, ISSUED, PROPOSED
from majlis.instruments.models import Destination, Import, Instrument, LanguageVersion, Version
from majlis.instruments.models.choices import UNADOPTED_KINDS, kind_for
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date
from majlis.textkit.citations import find_citations
from majlis.textkit.model import Text
from majlis.textkit.parts import apart as texts_apart
from majlis.textkit.views import has_revisions, view

DESTINATION_FIELDS = (
    "published_as",
    "instrument",
    "version",
    "kind",
    "body",
    "label",
    "state",
    "date",
    "authentic",
    "former",
    "former_label",
)
"""What a person decides of each."""
LONGEST_LABEL = 120
# The revision that a citation names, in parentheses behind the number.
_REVISION = re.compile(r"[(（]([^()（）]+)[)）]")


def propose_destinations(imported: Import, text: Text) -> list[Destination]:
    """Keep one row for each text in the file; what a person decided of one that is still there stays.

    Where a correction gave roots other ids, and no text came or went, the rows go with them.
    """
    kept = {each.root: each for each in imported.destinations.all()}
    owns = texts_apart(text)
    roots = [own.root for own in owns]
    gone = [root for root in kept if root not in roots]
    fresh = [root for root in roots if root not in kept]
    if len(gone) == len(fresh):
        for old, new in zip(gone, fresh, strict=True):
            row = kept[new] = kept.pop(old)
            row.root = new
            row.save(update_fields=["root"])
    for own in owns:
        if own.root not in kept:
            made = kept[own.root] = propose_destination(imported, own.root, own.text)
            if own.within is not None and made.state == DRAFT:
                # What is annexed to a proposal is proposed with it.
                made.state = PROPOSED if kept[own.within].state == PROPOSED else DRAFT
            others = [each.text for each in owns if each.root != own.root]
            made.former_label = former_label(own.text, others) if made.former else ""
            made.save()
    imported.destinations.exclude(root__in=roots).delete()
    return [kept[root] for root in roots]


def propose_destination(imported: Import, root: str, text: Text) -> Destination:
    """What most likely becomes of a text, as a row that is not saved.

    A text whose symbol is held already is a language of the version with the same label or date, else a new
    version of that instrument. Open changes make it *proposed*: nobody has adopted it as it stands. A report is
    *issued*, and no draft: it is out, and does not wait for a body to adopt it.
    """
    named = split_symbol(text.symbol)
    kind = kind_for(text.kind)
    body, line = body_named(text.body, text.language), ""
    if body is None and (found := body_detection.detect_body(text, imported.user)):
        body, line = found
    made = Destination(
        of=imported,
        root=root,
        kind=kind,
        body=body,
        body_line=line,
        label=named.label[:120],
        date=text.date if is_partial_date(text.date) else "",
        state=PROPOSED if has_revisions(text) else ISSUED if kind in UNADOPTED_KINDS else DRAFT,
        former=has_revisions(text),
    )
    instrument = held_instrument(text, kind, made.body)
    if instrument is None:
        return made
    made.instrument = instrument
    made.published_as = Destination.As.VERSION
    version = matching_version(instrument, text, made)
    if version is not None:
        made.version = version
        made.published_as = Destination.As.LANGUAGE
        made.authentic = False
    return made


def former_label(text: Text, others: Iterable[Text]) -> str:
    """The label of the version that the changes of a text leave out, where the file tells it; else nothing.

    The text itself tells it where its own number was changed with it; else the other texts of the file, where
    they name one other revision of it.
    """
    own = split_symbol(text.symbol)
    keys = symbol_keys(text.symbol, kind_for(text.kind), text.language)[:1]
    if not own.label or not keys:
        return ""
    for each in view(text, "reject").walk():
        if each.kind == "title" and (was := split_symbol(each.text)).symbol == own.symbol:
            if was.label and was.label != own.label:
                return was.label[:LONGEST_LABEL]
            break
    found = {
        behind[1].strip()
        for other in others
        for each in other.walk()
        for cited in find_citations(each.text, text.language)
        if instrument_key(cited.value) == keys[0] != cited.value
        and (behind := _REVISION.search(each.text, cited.start, cited.end))
    }
    found = {each for each in found if _numbers(each) != _numbers(own.label)}
    return found.pop()[:LONGEST_LABEL] if len(found) == 1 else ""


def held_instrument(text: Text, kind: str, body: Body | None) -> Instrument | None:
    """The instrument that is kept under the symbol of a text, of its body where several are."""
    keys = symbol_keys(text.symbol, kind, text.language)
    if not keys:
        return None
    rows = Instrument.objects.filter(keys__contains=keys[:1], held=True).order_by("pk")
    found = list(rows.filter(record__withdrawal=None) or rows)
    if body is not None:
        found = [each for each in found if each.body_id in (None, body.pk)]
    return found[0] if len(found) == 1 else None


def matching_version(instrument: Instrument, text: Text, made: Destination) -> Version | None:
    """The version of which the text is another language: of its date or year, not there in it yet."""
    there = LanguageVersion.objects.filter(language=text.language).values("version")
    free = Version.objects.filter(
        instrument=instrument, reconstructed_from=None, record__withdrawal=None
    ).exclude(pk__in=there)
    year = next((word for word in _numbers(made.date, made.label) if len(word) == 4), "")
    if not year:
        return None
    return free.filter(Q(date__startswith=year) | Q(slug__startswith=year)).last()


def _numbers(*texts: str) -> list[str]:
    signs = "".join(sign if sign.isdecimal() else " " for sign in " ".join(texts))
    return signs.split()


def body_named(words: str, language: str) -> Body | None:
    """The body that goes by these words: its name or another that it has or had, in any language."""
    words = words.strip()
    if not words:
        return None
    found = Body.objects.filter(
        Q(record__wordings__field="title", record__wordings__text__iexact=words)
        | Q(aliases__label__iexact=words)
        | Q(abbreviation__iexact=words)
    ).distinct()
    return found[0] if len(found) == 1 else None
