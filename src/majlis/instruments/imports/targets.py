"""The destination of each text in a file: proposed from the text, decided by a person."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, ExpressionWrapper, Q

from majlis.instruments.core.identifiers import instrument_key, split_symbol, symbol_keys
from majlis.instruments.imports.body_detection import propose_body
from majlis.instruments.lifecycle import ADOPTED, DRAFT, ISSUED, PROPOSED
from majlis.instruments.models import Destination, Import, Instrument, LanguageVersion, Version
from majlis.instruments.models.choices import UNADOPTED_KINDS, InstrumentKind, kind_for
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date
from majlis.textkit.adoption import Adoption, find_adoption
from majlis.textkit.citations import find_citations
from majlis.textkit.model import Text
from majlis.textkit.parts import OwnText
from majlis.textkit.parts import apart as texts_apart
from majlis.textkit.views import has_revisions, view


class DestinationValues(TypedDict, total=False):
    """The fields of a destination that a person decides."""

    published_as: str
    instrument: Instrument | None
    version: Version | None
    kind: str
    body: Body | None
    label: str
    state: str
    date: str
    meeting: str
    authentic: bool
    former: bool
    former_label: str


DESTINATION_FIELDS = tuple(DestinationValues.__annotations__)
LONGEST_LABEL = 120
# The revision that a citation names, in parentheses after the number.
_REVISION = re.compile(r"[(（]([^()（）]+)[)）]")


def propose_destinations(imported: Import, text: Text) -> list[Destination]:
    """Save a destination for each text in the file; existing ones stay.

    Where a correction changed the ids of roots, and the number of texts is the same, the rows
    follow.
    """
    by_root = {each.root: each for each in imported.destinations.all()}
    owns = texts_apart(text)
    roots = [own.root for own in owns]
    removed = [root for root in by_root if root not in roots]
    added = [root for root in roots if root not in by_root]
    if len(removed) == len(added):
        for old, new in zip(removed, added, strict=True):
            row = by_root[new] = by_root.pop(old)
            row.root = new
            row.save(update_fields=["root"])
    annexes: Counter[str | None] = Counter()  # of each text, as far as they were read
    for own in owns:
        annexes[own.within] += 1
        if own.root not in by_root:
            destination = by_root[own.root] = propose_destination(imported, own.root, own.text)
            if own.within is not None:
                parent = by_root[own.within]
                _follow_parent(destination, parent, own.text)
                _follow_instrument(destination, parent, own.text, annexes[own.within])
            if own.root == "" and any(each.decision for each in owns) and _is_cover(own.text):
                destination.published_as = Destination.As.NOTHING
            others = [each.text for each in owns if each.root != own.root]
            destination.former_label = former_label(own.text, others) if destination.former else ""
            destination.save()
    imported.destinations.exclude(root__in=roots).delete()
    if added and imported.target is not None:
        _prefer_target(imported.target, owns, by_root)
    return [by_root[root] for root in roots]


def _is_cover(text: Text) -> bool:
    """Whether a text says nothing itself: the cover and the list of contents of a volume."""
    return all(each.kind in ("front", "title", "heading", "footnote") for each in text.walk())


def _prefer_target(
    target: Instrument, owns: Iterable[OwnText], by_root: dict[str, Destination]
) -> None:
    """Make the first text another version or language of the text that the user named on upload.

    Unless another text in the file is that one by its symbol.
    """
    keys = [(row.instrument_id, row.published_as) for row in by_root.values()]
    owns = list(owns)
    first = next(
        (each for each in owns if by_root[each.root].published_as != Destination.As.NOTHING),
        owns[0],
    )
    if any(key == target.pk and use != Destination.As.NOTHING for key, use in keys):
        return
    row = by_root[first.root]
    _publish_into(row, target, first.text)
    row.save()


def _publish_into(row: Destination, instrument: Instrument, text: Text) -> None:
    """Make a text a language of the version with the same year, else a new version."""
    row.instrument = instrument
    row.version = matching_version(instrument, text, row)
    is_language = row.version is not None
    row.published_as = Destination.As.LANGUAGE if is_language else Destination.As.VERSION
    row.authentic = not is_language
    row.meeting = "" if is_language else _adopting_meeting(text)


def _adopting_meeting(text: Text) -> str:
    """The meeting at which the text says it was adopted; empty where it has open changes."""
    adoption = find_adoption(text)
    return adoption.meeting if adoption is not None and not has_revisions(text) else ""


def _follow_parent(destination: Destination, parent: Destination, text: Text) -> None:
    """Give an annex the body of its parent text, and propose or adopt it with that text."""
    if destination.body is None and not text.body:
        destination.body = parent.body
    follows = [PROPOSED, ADOPTED]
    if destination.kind == InstrumentKind.TEXT:  # part of a report, which no body has to adopt
        follows.append(ISSUED)
    if destination.state == DRAFT and parent.state in follows:
        destination.state = parent.state
        destination.date = destination.date or parent.date


def _follow_instrument(
    destination: Destination, parent: Destination, text: Text, place: int
) -> None:
    """Make an annex another language or version of the same annex, where its text is one of a held text.

    ``place``: its place among the annexes of its text, from 1.
    """
    into = (Destination.As.LANGUAGE, Destination.As.VERSION)
    if destination.instrument is not None or parent.published_as not in into:
        return
    held = parent.instrument or (parent.version.instrument if parent.version else None)
    annexes = Instrument.objects.filter(annexed_to=held, held=True, record__withdrawal=None)
    annex = annexes.order_by("pk")[place - 1 : place].first() if held else None
    if annex is None:
        return
    _publish_into(destination, annex, text)
    in_language = LanguageVersion.objects.filter(language=text.language).values("version")
    version = annex.versions.exclude(pk__in=in_language).last()
    if parent.published_as == Destination.As.LANGUAGE and version is not None:
        destination.version = version
        destination.published_as = Destination.As.LANGUAGE
        destination.authentic = False


def propose_destination(imported: Import, root: str, text: Text) -> Destination:
    """The most likely destination of a text, as an unsaved row.

    A text whose symbol is held is a language of the version with the same year, else a new version
    of that instrument. With tracked changes it is *proposed*; where it says by whom it was adopted, it
    is *adopted*, with the date and the meeting. A report is *issued*, not a draft: it does not wait
    for a body to adopt it.
    """
    named = split_symbol(text.symbol)
    kind = kind_for(text.kind)
    body, line = propose_body(text, imported.user or AnonymousUser())
    changed = has_revisions(text)
    adoption = find_adoption(text) or Adoption()
    destination = Destination(
        of=imported,
        root=root,
        kind=kind,
        body=body,
        body_line=line,
        label=named.label[:120],
        date=next(filter(is_partial_date, (adoption.date, text.date)), ""),
        state=PROPOSED if changed else _unrevised_state(text, kind, adoption),
        meeting=_adopting_meeting(text),
        former=changed,
    )
    instrument = held_instrument(text, kind, destination.body)
    if instrument is not None:
        _publish_into(destination, instrument, text)
    return destination


def _unrevised_state(text: Text, kind: str, adoption: Adoption) -> str:
    """The state of a text without tracked changes: adopted where the text says so."""
    if adoption.line or (adoption.meeting and kind not in UNADOPTED_KINDS):
        return DRAFT if text.kind.startswith("draft") else ADOPTED
    return ISSUED if kind in UNADOPTED_KINDS else DRAFT


def former_label(text: Text, others: Iterable[Text]) -> str:
    """The label of the version that the tracked changes revise, where the file states it; else empty.

    The text states it where its own title was changed; else the other texts of the file, where they
    cite exactly one other revision of it.
    """
    own = split_symbol(text.symbol)
    keys = symbol_keys(text.symbol, kind_for(text.kind), text.language)[:1]
    if not own.label or not keys:
        return ""
    for each in view(text, "reject").walk():
        if each.kind == "title" and (before := split_symbol(each.text)).symbol == own.symbol:
            if before.label and before.label != own.label:
                return before.label[:LONGEST_LABEL]
            break
    labels = {
        revision[1].strip()
        for other in others
        for each in other.walk()
        for citation in find_citations(each.text, text.language)
        if instrument_key(citation.value) == keys[0] != citation.value
        and (revision := _REVISION.search(each.text, citation.start, citation.end))
    }
    labels = {each for each in labels if _numbers(each) != _numbers(own.label)}
    return labels.pop()[:LONGEST_LABEL] if len(labels) == 1 else ""


def held_instrument(text: Text, kind: str, body: Body | None) -> Instrument | None:
    """The held instrument with the symbol of a text, of its body where several have it; else None."""
    return held_instruments([(text, kind, body)])[0]


def held_instruments(
    texts: Iterable[tuple[Text, str, Body | None]],
) -> list[Instrument | None]:
    """``held_instrument`` of each text, kind and body, in their order, in one query."""
    wanted = [
        (symbol_keys(text.symbol, kind, text.language)[:1], body) for text, kind, body in texts
    ]
    keys = [key for own, _body in wanted for key in own]
    if not keys:
        return [None for _each in wanted]
    rows = (
        Instrument.objects.filter(keys__overlap=keys, held=True)
        .select_related("record")
        .prefetch_related("record__wordings")
        .annotate(stays=ExpressionWrapper(Q(record__withdrawal=None), BooleanField()))
        .order_by("pk")
    )
    by_key: dict[str, list[Instrument]] = defaultdict(list)
    for row in rows:
        for key in row.keys:
            by_key[key].append(row)
    found: list[Instrument | None] = []
    for own, body in wanted:
        rows_of = by_key.get(own[0], []) if own else []
        staying = [each for each in rows_of if each.stays] or rows_of
        same_body = [each for each in staying if body is None or each.body_id in (None, body.pk)]
        found.append(same_body[0] if len(same_body) == 1 else None)
    return found


def matching_version(
    instrument: Instrument, text: Text, destination: Destination
) -> Version | None:
    """The version of the text's date or year that lacks its language; else None."""
    in_language = LanguageVersion.objects.filter(language=text.language).values("version")
    versions = Version.objects.filter(
        instrument=instrument, reconstructed_from=None, record__withdrawal=None
    ).exclude(pk__in=in_language)
    year = next(
        (word for word in _numbers(destination.date, destination.label) if len(word) == 4), ""
    )
    if not year:
        return None
    return versions.filter(Q(date__startswith=year) | Q(slug__startswith=year)).last()


def _numbers(*texts: str) -> list[str]:
    digits = "".join(sign if sign.isdecimal() else " " for sign in " ".join(texts))
    return digits.split()
