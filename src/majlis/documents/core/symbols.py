"""Symbols of documents: a grammar that is data of a body, their variants, and what a symbol stands for.

A symbol names the group, the meeting, the series and the number; a version adds ``(Rev.1)``, ``(Add.1)`` or
``(Corr.1)``, a copy in one language a letter::

    forms = SymbolForms.of(rules_of(body))
    forms.format(Symbol("40", 4, "INF"))             # CWG-WSIS&SDG-40/INF/4
    forms.parse("cwg-wsis&sdg-40/inf/4 Rev. 2 -f")   # Symbol("40", 4, "INF", "revision", 2, "fr", …)

Everything but ``resolve_symbol`` is a pure function.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from majlis.documents.core.access import visible_versions
from majlis.documents.core.body_rules import rules_of
from majlis.documents.models import Document, DocumentRules, DocumentVersion, VersionKind
from majlis.events.models import Meeting
from majlis.kernel.models import Reader
from majlis.look import formats
from majlis.parties.models import Body

LETTERS = {"ar": "A", "zh": "C", "en": "E", "fr": "F", "ru": "R", "es": "S"}
"""The letter of a copy in a language."""
LANGUAGES_BY_LETTER = {letter: code for code, letter in LETTERS.items()}
LONGEST_SYMBOL = 160
"""Characters of a text that may be a symbol; a longer one is none."""

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# Soft hyphens, and characters that only set the direction or join.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Kinds of versions by the words that the six languages print in symbols, after letters have lost their accents.
_KIND_WORDS = {
    VersionKind.REVISION: "REVISION|REVISEE|REV|ПЕРЕСМ|修订版|修订本|REVISADA",
    VersionKind.ADDENDUM: "ADDENDUM|ADICION|ADD|ДОП|ДОБ|增编",
    VersionKind.CORRIGENDUM: "CORRIGENDUM|CORRIGENDO|CORR|ИСПР|更正",
}
_CANONICAL_KINDS = {
    VersionKind.REVISION: "REV",
    VersionKind.ADDENDUM: "ADD",
    VersionKind.CORRIGENDUM: "CORR",
}
_KINDS_BY_CODE = {code: kind for kind, code in _CANONICAL_KINDS.items()}
_VERSION = re.compile(
    r"[/\-.,(\[]*(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KIND_WORDS.items())
    + r")\.?-?№?(?P<n>\d{1,3})[)\]]?"
)
_CANONICAL_VERSION = re.compile(r"\((REV|ADD|CORR)(\d+)\)")
_PLACE = re.compile(r"\{(\w+)\}")
_PARTS = {
    "meeting": r"(?P<meeting>[^\W_]+(?:-[^\W_]+)*)",
    "series": r"(?P<series>[A-Z][A-Z0-9.]*)",
    "number": r"(?P<number>\d{1,6})",
    "n": r"(?P<n>\d{1,3})",
    "letter": r"(?P<letter>[ACEFRS])",
}


@dataclass(frozen=True)
class Symbol:
    """The parts of a symbol. ``kind`` and ``version``: the n-th revision, addendum or corrigendum; 0 for none.

    ``meeting`` is in capitals where it has letters. ``language``: the code of a copy's language, empty for none.
    """

    meeting: str
    number: int
    series: str = ""
    kind: str = VersionKind.ORIGINAL
    version: int = 0
    language: str = ""

    @property
    def base(self) -> Symbol:
        """The symbol of the document itself, without version and language."""
        return replace(self, kind=VersionKind.ORIGINAL, version=0, language="")


def tidy_symbol(text: str) -> str:
    """A text as it is typed, with one kind of hyphen, ASCII digits, and without what is not seen; case stays."""
    text = unicodedata.normalize("NFKC", text)
    text = _DASHES.sub("-", _INVISIBLE.sub("", text))
    text = "".join(str(unicodedata.decimal(each, each)) for each in text)
    return " ".join(text.split())


def normalise_symbol(text: str) -> str:
    """The form in which two ways to write one symbol are equal: capitals, no spaces, ``(REV1)``.

    Applied twice, it changes nothing more.
    """
    text = tidy_symbol(text).upper().replace(" ", "")
    return _VERSION.sub(_canonical_version, _without_accents(text))


def _without_accents(text: str) -> str:
    """A text without the accents of its Latin letters; without those of others, Й would be И."""
    kept = ""
    for each in unicodedata.normalize("NFD", text):
        if not (unicodedata.combining(each) and kept and kept[-1].isascii()):
            kept += each
    return unicodedata.normalize("NFC", kept)


def _canonical_version(match: re.Match[str]) -> str:
    kind = next(kind for kind in _KIND_WORDS if match[str(kind)])
    return f"({_CANONICAL_KINDS[kind]}{int(match['n'])})"


@dataclass(frozen=True)
class SymbolForms:
    """How a body writes its symbols: see ``DocumentRules`` for the forms and their places."""

    group: str
    aliases: tuple[str, ...] = ()
    number_form: str = "{group}-{meeting}/{number}"
    series_form: str = "{group}-{meeting}/{series}/{number}"
    revision_form: str = "(Rev.{n})"
    addendum_form: str = "(Add.{n})"
    corrigendum_form: str = "(Corr.{n})"
    language_form: str = "-{letter}"

    @classmethod
    def of(cls, rules: DocumentRules) -> SymbolForms:
        """The forms of the rules of a body."""
        return cls(
            rules.group,
            tuple(rules.aliases),
            rules.number_form,
            rules.series_form,
            rules.revision_form,
            rules.addendum_form,
            rules.corrigendum_form,
            rules.language_form,
        )

    def format(self, symbol: Symbol) -> str:
        """The symbol as the body writes it."""
        form = self.series_form if symbol.series else self.number_form
        base = _fill(
            form,
            group=self.group,
            meeting=symbol.meeting,
            series=symbol.series,
            number=str(symbol.number),
        )
        return base + self.suffix(symbol.kind, symbol.version, symbol.language)

    def suffix(self, kind: str, version: int, language: str = "") -> str:
        """What a version and a language add to the symbol of a document; empty for an original in no language."""
        form = self.version_forms.get(kind, "") if version else ""
        written = _fill(form, n=str(version))
        if language:
            written += _fill(self.language_form, letter=LETTERS[language])
        return written

    @property
    def version_forms(self) -> dict[str, str]:
        """The forms of versions by their kind."""
        return {
            VersionKind.REVISION: self.revision_form,
            VersionKind.ADDENDUM: self.addendum_form,
            VersionKind.CORRIGENDUM: self.corrigendum_form,
        }

    def parse(self, text: str) -> Symbol | None:
        """The parts of a symbol in any of its variants; None for a text that is no symbol of the body."""
        if not text or len(text) > LONGEST_SYMBOL:
            return None
        return next(
            (
                replace(symbol, kind=kind, version=version, language=language)
                for base, kind, version, language in self._readings(normalise_symbol(text))
                if (symbol := self._parse_base(base)) is not None
            ),
            None,
        )

    def _readings(self, text: str) -> Iterator[tuple[str, str, int, str]]:
        """The ways to part a normalised text into symbol, kind and number of the version, and language."""
        whole = [(text, ""), *self._without_language(text)]
        for rest, language in whole:
            for base, kind, version in self._without_version(rest):
                yield base, kind, version, language
                if not language:
                    # The letter may stand before the version: 39/2-E(Rev.1).
                    for shorter, before in self._without_language(base):
                        yield shorter, kind, version, before

    def _without_language(self, text: str) -> Iterator[tuple[str, str]]:
        if self.language_form and (match := self._language.search(text)):
            yield text[: match.start()], LANGUAGES_BY_LETTER[match["letter"]]

    def _without_version(self, text: str) -> Iterator[tuple[str, str, int]]:
        yield text, VersionKind.ORIGINAL, 0
        if (match := _CANONICAL_VERSION.search(text)) and match.end() == len(text):
            yield text[: match.start()], _KINDS_BY_CODE[match[1]], int(match[2])
        for kind, pattern in self._versions:
            if match := pattern.search(text):
                yield text[: match.start()], kind, int(match["n"])

    def _parse_base(self, text: str) -> Symbol | None:
        for pattern in self._bases:
            if (match := pattern.fullmatch(text)) and int(match["number"]):
                parts = match.groupdict()
                return Symbol(
                    parts.get("meeting") or "", int(parts["number"]), parts.get("series") or ""
                )
        return None

    @cached_property
    def _bases(self) -> list[re.Pattern[str]]:
        """A pattern for each form and each name of the group; the longest name first, as it may begin with another."""
        groups = sorted({self.group, *self.aliases}, key=lambda name: (-len(name), name))
        return [
            _pattern(form, group)
            for group in groups
            for form in (self.series_form, self.number_form)
        ]

    @cached_property
    def _versions(self) -> list[tuple[str, re.Pattern[str]]]:
        return [
            (kind, _pattern(form, "", end=True))
            for kind, form in self.version_forms.items()
            if "{n}" in form
        ]

    @cached_property
    def _language(self) -> re.Pattern[str]:
        return _pattern(self.language_form, "", end=True)


def _fill(form: str, **values: str) -> str:
    """A form with the values of its places; an unknown place stays as it is."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), form)


@lru_cache(maxsize=512)
def _pattern(form: str, group: str, *, end: bool = False) -> re.Pattern[str]:
    """A pattern for normalised symbols of a form; with ``end``, for their last part."""
    pieces: list[str] = []
    place = 0
    for match in _PLACE.finditer(form):
        pieces.append(re.escape(normalise_symbol(form[place : match.start()])))
        name = match[1]
        pieces.append(
            re.escape(normalise_symbol(group))
            if name == "group"
            else _PARTS.get(name, re.escape(match[0]))
        )
        place = match.end()
    pieces.append(re.escape(normalise_symbol(form[place:])))
    return re.compile("".join(pieces) + ("$" if end else ""))


def places_of(form: str) -> list[str]:
    """The names of the places of a form, in their order."""
    return _PLACE.findall(form)


# Symbols of the documents of this site.


def meeting_part(meeting: Meeting) -> str:
    """What names the meeting in a symbol: its number, else its first day as 20270224, else its code."""
    if meeting.number is not None:
        return str(meeting.number)
    return f"{meeting.first_day:%Y%m%d}" if meeting.first_day else meeting.slug


def version_symbol(
    document: Document, version: DocumentVersion | None = None, language: str = ""
) -> str:
    """The symbol of a document with that of a version and of a language; empty before it has a number.

    A version that is not posted has no number yet, and adds nothing. The rules of the body should be joined.
    """
    if not document.symbol:
        return ""
    forms = SymbolForms.of(rules_of(document.meeting.body))
    kind, number = (version.kind, version.number) if version else (VersionKind.ORIGINAL, 0)
    return document.symbol + forms.suffix(kind, number, language)


def unposted_kind(version: DocumentVersion | None) -> str:
    """What a version is while it has no number, as in `WG-AB-5/2, addendum`; empty for an original or a posted one."""
    if version is None or version.kind == VersionKind.ORIGINAL or version.number:
        return ""
    return str(version.get_kind_display())


def version_label(document: Document, version: DocumentVersion) -> str:
    """The symbol of a version, with what it is while it has no number; empty before the document has one."""
    symbol, kind = version_symbol(document, version), unposted_kind(version)
    if not symbol or not kind:
        return symbol
    return f"{symbol}{formats.clause_separator(get_language() or 'en')}{kind}"


@dataclass(frozen=True)
class ResolvedSymbol:
    """What a symbol stands for: the document, the version that it names (else None), and the language (else "")."""

    document: Document
    version: DocumentVersion | None
    language: str


def all_forms() -> dict[int, SymbolForms]:
    """The forms of each body that has rules or documents, by its key. One query."""
    documents = Document.objects.filter(meeting__body=OuterRef("pk"))
    bodies = Body.objects.filter(Q(document_rules__isnull=False) | Exists(documents))
    return {
        body.pk: SymbolForms.of(rules_of(body))
        for body in bodies.select_related("document_rules").order_by("pk")
    }


def parse_known_symbol(text: str, forms: Iterable[SymbolForms] | None = None) -> Symbol | None:
    """The parts of a text that is a symbol of any body of the site; None for any other text."""
    forms = all_forms().values() if forms is None else forms
    return next((symbol for each in forms if (symbol := each.parse(text)) is not None), None)


def resolve_symbol(reader: Reader, text: str) -> ResolvedSymbol | None:
    """The document, version and language that a symbol names, in any of its variants, for who may see it.

    A symbol that names a version is resolved only if that version exists and the reader may see it. Symbols by
    earlier rules and aliases of a body are known too. At most four queries.
    """
    if not any(each.isdecimal() for each in text) or len(text) > LONGEST_SYMBOL:
        return None
    readings = [
        (body, symbol)
        for body, forms in all_forms().items()
        if (symbol := forms.parse(text)) is not None
    ]
    documents = Document.objects.visible_to(reader).select_related(
        "record", "series", "meeting__body"
    )
    by_symbol = Q(symbol__iexact=tidy_symbol(text))
    for body, symbol in readings:
        by_symbol |= Q(meeting__body=body, series__code__iexact=symbol.series, number=symbol.number)
    for document in documents.filter(by_symbol).exclude(symbol=""):
        if normalise_symbol(document.symbol) == normalise_symbol(text):
            return ResolvedSymbol(document, None, "")
        for body, symbol in readings:
            if (
                document.meeting.body_id == body
                and normalise_symbol(meeting_part(document.meeting)) == symbol.meeting
                and (document.series.code.upper(), document.number)
                == (symbol.series, symbol.number)
            ):
                return _with_version(reader, document, symbol)
    return None


def _with_version(reader: Reader, document: Document, symbol: Symbol) -> ResolvedSymbol | None:
    if not symbol.version:
        return ResolvedSymbol(document, None, symbol.language)
    versions = visible_versions(reader, document)
    version = versions.filter(kind=symbol.kind, number=symbol.version).first()
    return ResolvedSymbol(document, version, symbol.language) if version is not None else None
