"""Through the tree of a text: which provision asks whom, with what it inherits from those above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from majlis.textkit.akn_names import body_code
from majlis.textkit.citations import find_citations
from majlis.textkit.lexicon import fold
from majlis.textkit.lexicon.folding import Folded
from majlis.textkit.mandates.addressed import addressed
from majlis.textkit.mandates.asks import COMMITS, DECIDING, Ask, paragraph_asks
from majlis.textkit.mandates.context import in_context, members_of, of_itu, without_of
from majlis.textkit.mandates.declarations import (
    OPEN_QUOTES,
    declared_asks,
    declares,
    first_person,
    speakers,
    speaks,
)
from majlis.textkit.mandates.found import Asked, Found
from majlis.textkit.mandates.grammar import Grammar, grammar
from majlis.textkit.mandates.items import (
    has_action,
    heading_ask,
    item_asks,
    merged_asks,
    names_things,
    with_further,
)
from majlis.textkit.mandates.names import Name, names_in, several, skip, words
from majlis.textkit.mandates.quotes import lead_ask, quoted_asks
from majlis.textkit.mandates.reports import (
    agreement,
    nested,
    passive_asks,
    report_asks,
    report_item,
)
from majlis.textkit.mandates.third_person import named_first, third_person_asks
from majlis.textkit.mandates.told import decision_verb, duty_asks, told_asks
from majlis.textkit.model import Part, Provision, Text
from majlis.textkit.openings import opening
from majlis.textkit.structure.front import formula_end

TERMS = "terms of reference"
_ORGANISATIONS = ("itu",)  # they act, not one of their bodies, where that decides to act
_WORDS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")
_SIGNS = tuple(",;.:،؛，；：。")
# Provisions in which those who declare something may speak, and the kinds of texts that do so.
_SPOKEN = frozenset({"formula", "heading", "preambular", "operative", "paragraph"})
_DECLARING = frozenset({"declaration", "agenda"})
_UNKNOWN = frozenset({"", "text"})
_MANY = 40  # paragraphs that tell what kind of text it is
_REPORT = "report"
_COLONS = (":", "：")
_VOICE = 400  # characters of a provision that tell who speaks
_OPENING = 40  # characters in which it begins to speak
_Fields = tuple[
    Ask, tuple[Name, ...], str, str, str, tuple[int, int], bool, tuple[str, ...], str, str | None
]
# Kinds of texts in which a paragraph tells what a meeting asked; "text" is a kind that nobody knows.
_REPORTING = frozenset({"report", "conclusions", "statement", "recommendation", "opinion", "text"})


@dataclass(frozen=True, slots=True)
class _Above(Asked):
    """What a provision inherits; ``depth``: how many provisions above it asked."""

    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks in a text of the file: the speakers that it names, and where.

    ``declares``: it is a declaration, so that its verbs may stand without those who speak. ``told``: none
    speaks in it; it tells what they asked, as a report does ("The Ministers requested ..."). ``binds``: what it
    says of the future commits; the "we" of a report describes, and asks only those whom it names.
    """

    names: tuple[Name, ...] = ()
    where: str = ""
    declares: bool = False
    told: bool = False
    binds: bool = True


@dataclass
class Walker:
    """Walks one text; ``found`` fills up in reading order."""

    text: Text
    adopted_by: str = ""
    found: list[Found] = field(default_factory=list)
    spoken: dict[str, tuple[Name, str]] = field(default_factory=dict)
    sure: dict[str, tuple[Name, str]] = field(
        default_factory=dict
    )  # of them, those of one house only
    voice: _Voice = _Voice()
    leading: _Above | None = None  # a commitment that numbered paragraphs behind it spell out

    def __post_init__(self) -> None:
        self.g: Grammar = grammar(self.text.language)
        self.itu = of_itu(self.g, self.text)
        self.parts: dict[str, Part] = {part.root: part for part in self.text.parts if part.root}

    def run(self) -> list[Found]:
        """Every ask of the text."""
        self._visit_text(self.text.provisions, self.text.kind, self.text.body)
        return self.found

    def _visit_all(
        self, provisions: tuple[Provision, ...], above: _Above | None, kind: str, body: str
    ) -> None:
        if kind == TERMS:
            above = self._terms(provisions) or above
        for provision in provisions:
            self._visit(provision, above, kind, body)

    def _visit_text(self, provisions: tuple[Provision, ...], kind: str, body: str) -> None:
        """One text of the file, its annexes included; each of them speaks for itself."""
        outside = self.voice
        self.voice = self._voice_of(provisions, kind)
        self._visit_all(provisions, None, kind, body)
        self.voice = outside

    def _voice_of(self, provisions: tuple[Provision, ...], kind: str) -> _Voice:
        body_speaks = False
        for p in self._own(provisions):
            if p.kind in _SPOKEN and speaks(self.g, fold(p.text[:_OPENING]).text):
                name = speakers(self.g, fold(p.text[:_VOICE]).text)
                return _Voice((name,) if name else (), p.id, not body_speaks)
            body_speaks = body_speaks or p.kind == "formula"
        declaring = not body_speaks and (
            kind in _DECLARING or (kind in _UNKNOWN and self._asks_bare(provisions))
        )
        told = declaring and not any(
            first_person(self.g, fold(p.text).text) for p in self._own(provisions)
        )
        name, where = self._first_told(provisions) if told else (None, "")
        names = (name,) if name else ()
        return _Voice(names, where, declares=declaring, told=told, binds=kind != _REPORT)

    def _first_told(self, provisions: tuple[Provision, ...]) -> tuple[Name | None, str]:
        """Of whom a text in the third person tells first ("The Ministers of Transport met in ...")."""
        for p in self._own(provisions):
            text = fold(p.text[:_VOICE]).text
            if p.kind not in ("title", "heading") and (
                name := named_first(self.g, text, 0, len(text))
            ):
                return name, p.id
        return None, ""

    def _asks_bare(self, provisions: tuple[Provision, ...]) -> bool:
        """Whether most paragraphs of a text of no known kind are requests by a verb alone, to somebody known."""
        paragraphs = [p for p in self._own(provisions) if p.kind == "paragraph"][:_MANY]
        bare = 0
        for p in paragraphs:
            asks = declared_asks(self.g, fold(p.text[:_VOICE]).text, bare=True)
            bare += any(ask.names and ask.names[0].known for ask in asks)
        return 2 * bare > len(paragraphs)

    def _own(self, provisions: tuple[Provision, ...]) -> Iterator[Provision]:
        """The provisions of a text with those below them, without its annexes."""
        for p in provisions:
            if p.kind != "annex" and p.id not in self.parts:
                yield p
                yield from self._own(p.children)

    def _visit(self, p: Provision, above: _Above | None, kind: str, body: str) -> None:
        if p.kind == "annex" or p.id in self.parts:
            part = self.parts.get(p.id)
            named = part.kind if part else ""
            self._visit_text(p.children, named, (part.body if part else "") or body)
        elif p.kind == "formula":
            self._speaks(p)
            read = above is None and self._declared(p, body)
            if p.children and not read:
                self._decides(p, body)
        elif (
            above is None and p.kind in _SPOKEN and (self._led(p, body) or self._declared(p, body))
        ):
            return
        elif p.kind == "heading":
            self._heading(p, above, kind, body)
        elif p.kind == "preambular":
            self._recital(p, above if above and above.quoted else None, ())
        elif p.kind == "operative":
            self._operative(p, above, body)
        elif p.kind == "paragraph" and kind == TERMS:
            if above:
                self._item(p, above, body)
        elif p.kind == "paragraph" and kind == "decision" and above is None:
            self._operative(p, None, body)
        elif p.kind == "paragraph" and (kind in _REPORTING or above):
            self._reported(p, above, body)

    # Declarations

    def _led(self, p: Provision, body: str) -> bool:
        """Note a numbered paragraph behind "We therefore commit to the following:"; whether it is one."""
        if self.leading is None or p.kind == "heading" or not p.number:
            self.leading = None
            return False
        text = fold(p.text).text
        if declared_asks(self.g, text, bare=False):
            self.leading = None
            return False
        if declared_asks(self.g, text, bare=True):
            return False
        first = self.g.lex.infinitives.match(text, skip(text, 0))
        if first is None or self.g.lex.verb_of(first).force:
            self._item(p, self.leading, body)
        return True

    def _declared(self, p: Provision, body: str) -> bool:
        """Note what a paragraph in the first person asks; whether it is read to its end so."""
        folded = fold(p.text)
        bare = self.voice.declares and p.kind != "heading"
        asks = declared_asks(self.g, folded.text, bare=bare)
        if not self.voice.binds:
            asks = [ask for ask in asks if ask.force != COMMITS and ask.names]
        if (asks or bare) and p.kind != "heading":
            for tells in (report_asks, passive_asks) if self.voice.told else (passive_asks,):
                asks += [ask for ask in tells(self.g, folded.text) if not _within(ask, asks)]
            if self.voice.declares:
                asks += third_person_asks(self.g, folded.text, asks, past=self.voice.told)
            asks.sort(key=lambda ask: ask.verb)
        if not asks and (
            paragraph_asks(self.g, folded.text) or not (bare or first_person(self.g, folded.text))
        ):
            return False
        # points complete the last sentence: where that asks nothing, they speak for themselves
        leads = bool(asks) and not words(folded.text, asks[-1].end, len(folded.text))[0]
        led = leads and p.kind != "heading"
        points = tuple(child for child in p.children if led and child.kind == p.kind)
        self._with_points(replace(p, children=points), folded, asks, None, body)
        for child in p.children:
            if child not in points:
                self._visit(child, None, "", body)
        alone = not p.children and not p.number and p.text.rstrip()[-1:] in _COLONS
        if leads and alone and asks[-1].force == COMMITS:
            kept = _Kept(self, p, folded, asks[-1], None, body)
            self.leading = kept.above(part_of=None, depth=0)
        return True

    # ITU headings, and the items under them

    def _heading(self, p: Provision, above: _Above | None, kind: str, body: str) -> None:
        folded = fold(p.text)
        if not p.children and above is None and kind not in _REPORTING:
            # A line without items says by itself what it asks.
            asks = [ask for ask in paragraph_asks(self.g, folded.text) if ask.action < ask.end]
            self._with_points(p, folded, asks, None, body)
            return
        operative = any(child.kind == "operative" for child in p.children)
        ask = heading_ask(self.g, folded.text) if operative else None
        if ask is None:
            stated = operative and bool(p.verb) and opening(p.text, self.g.code) is not None
            for child in p.children:
                if not stated or child.kind != "operative":
                    self._visit(child, above, kind, body)
            return
        names = self._named(ask.names or (), folded.text, body)
        verb = words(folded.text, *ask.verb)[0]
        inherited = _Above(ask, names, p.id, p.verb or verb, p.id, ask.verb)
        for child in p.children:
            self._visit(child, inherited, kind, body)

    def _operative(self, p: Provision, above: _Above | None, body: str) -> None:
        if above is not None:
            self._item(p, above, body)
            return
        folded = fold(p.text)
        asks = paragraph_asks(self.g, folded.text)
        lead = _bare_lead(self.g, p, folded.text) if not asks else None
        if lead is not None:  # "Decides:" alone on its line governs as a heading does
            verb = words(folded.text, *lead.verb)[0]
            inherited = _Above(lead, (), p.id, p.verb or verb, p.id, lead.verb)
            for child in p.children:
                self._visit(child, inherited, "", body)
            return
        if not asks:
            asks = told_asks(self.g, folded.text)
        if not asks and p.kind == "paragraph":
            asks = duty_asks(self.g, folded.text) or report_asks(self.g, folded.text)
        self._with_points(p, folded, asks, None, body)

    def _decides(self, p: Provision, body: str) -> None:
        """The points of a line in which a body names itself and decides ("The Meeting of the Parties decides:")."""
        text = fold(p.text).text
        above = None
        if span := decision_verb(self.g, text):
            lead = _deciding(self.g, text, span)
            above = _Above(lead, (), p.id, words(text, *span)[0], p.id, span)
        for child in p.children:
            self._visit(child, above, "", body)

    def _item(self, p: Provision, above: _Above, body: str) -> None:
        folded = fold(p.text)
        if not _WORDS.search(folded.text):
            return  # "2031" names a year, a sum or a column
        # a declaration that the body adopts, quoted among its items
        quotes = bool(self.voice.names) and (p.label + p.text)[:1] in OPEN_QUOTES
        if quotes or declares(self.g, folded.text):
            asks = declared_asks(self.g, folded.text, bare=False)
            self._with_points(p, folded, asks, None, body)
            return
        if above.ask.force == COMMITS and (asks := declared_asks(self.g, folded.text, bare=True)):
            self._with_points(p, folded, asks, above, body)
            return
        if lead := self._lead(p, folded.text):
            names = self._named(lead.names or (), folded.text, body)
            verb = words(folded.text, *lead.verb)[0]
            inherited = _Above(lead, names, p.id, p.verb or verb, p.id, lead.verb)
            for child in p.children:
                self._visit(child, inherited, "", body)
            return
        asks = self._own_verb(folded.text) or with_further(
            self.g, folded.text, merged_asks(self.g, folded.text, above.ask)
        )
        self._with_points(p, folded, asks, above, body)

    def _lead(self, p: Provision, text: str) -> Ask | None:
        """A heading that stands among the items of another: it asks, ends without a sign, has items."""
        if not any(child.kind == "operative" for child in p.children):
            return None
        first = opening(text, self.g.code, prefer="operative")
        if not first or not first.verb or not first.certain or text.rstrip()[-1:] in _SIGNS:
            return None
        ask = heading_ask(self.g, text)
        return ask if ask and ask.names else None

    def _own_verb(self, text: str) -> list[Ask]:
        """A point that opens with a finite verb of its own ("(a) Requests the panel to ...")."""
        first = opening(text, self.g.code, prefer="operative")
        if not first or not first.verb or not first.verb.force or not first.certain:
            return []
        asks = paragraph_asks(self.g, text)
        return asks if asks and asks[0].names and asks[0].names[0].known else []

    def _with_points(
        self, p: Provision, folded: Folded, asks: list[Ask], above: _Above | None, body: str
    ) -> None:
        points = [child for child in p.children if child.kind == p.kind]
        for place, ask in enumerate(asks):
            last = place + 1 == len(asks)
            keep = _Kept(self, p, folded, ask, above, body)
            full = not points or has_action(self.g, folded.text, ask)
            if full and (not ask.unclear or (last and points)):
                self.found.append(keep.found(part_of=above.part_of if above else None))
            if last and points:
                self._points(points, keep, full and not ask.unclear, above, body)
        if not asks and above is None:
            for child in points:
                if own := self._own_verb(fold(child.text).text):
                    self._with_points(child, fold(child.text), own, None, body)

    def _points(
        self, points: list[Provision], keep: _Kept, full: bool, above: _Above | None, body: str
    ) -> None:
        depth = (above.depth if above else 0) + 1
        # Deeper points describe, unless all above them is a mere lead.
        if full and above is not None and above.depth >= 1:
            return
        inherited = keep.above(
            part_of=keep.provision.id if full else None, depth=depth if full else 0
        )
        if inner := nested(self.g, keep.folded.text, keep.ask):
            names = self._named(inner.names or (), keep.folded.text, body)
            inherited = replace(inherited, ask=inner, names=names, names_in=keep.provision.id)
            inherited = _with_verb(inherited, inner, keep)
        listed = full and names_things(self.g, keep.folded.text, keep.ask)
        for child in points:
            # A point that names a thing, or what is to become of it, completes the action above it.
            said = fold(child.text).text.lstrip().lower()
            to = self.g.to.match(said) if listed else None
            passive = to and self.g.being.match(said, skip(said, to.end()))
            thing = self.g.thing.match(said) or (listed and (not to or passive))
            if not (full and thing):
                self._item(child, inherited, body)

    # Terms of reference

    def _terms(self, provisions: tuple[Provision, ...]) -> _Above | None:
        """Whom the title of terms of reference names: all items ask them."""
        for p in provisions:
            if p.kind not in ("title", "heading"):
                continue
            text = fold(p.text).text
            match = self.g.lex.pattern("kinds", TERMS).search(text)
            if not match:
                continue
            rest = addressed(self.g, text, skip(text, match.end()), len(text), heading=True).names
            before = addressed(self.g, text, 0, match.start(), heading=True).names
            names = rest or before
            names = tuple(without_of(self.g, name, text) for name in names)
            ask = Ask("instructs", "obliges", match.span(), names, 0, 0, len(text))
            return _Above(ask, names, p.id, match[0], p.id, match.span())
        return None

    # Recitals that quote another instrument

    def _recital(
        self, p: Provision, above: _Above | None, cites: tuple[str, ...], cites_in: str = ""
    ) -> None:
        folded = fold(p.text)
        own = tuple(found.value for found in find_citations(p.text, self.g.code))[:1]
        cited, where = (own, p.id) if own else (cites, cites_in)
        points = [child for child in p.children if child.kind == "preambular"]
        if above is not None:
            self._quoted_item(p, folded, above, points)
            return
        inherited: _Above | None = None
        for ask in quoted_asks(self.g, folded.text, bool(cited)):
            keep = _Kept(self, p, folded, ask, None, "", True, cited, where)
            full = has_action(self.g, folded.text, ask)
            if full:
                self.found.append(keep.found())
            inherited = keep.above(part_of=p.id if full else None, depth=0)
        for child in points:
            self._recital(child, inherited, cited, where)

    def _quoted_item(
        self,
        p: Provision,
        folded: Folded,
        above: _Above,
        points: list[Provision],
    ) -> None:
        lead = lead_ask(self.g, folded.text) if points else None
        if lead is not None:
            keep = _Kept(self, p, folded, lead, None, "", True, above.cites, above.cites_in)
            for child in points:
                self._recital(child, keep.above(None, depth=0), above.cites, above.cites_in)
            return
        asks = item_asks(self.g, folded.text, above.ask)
        for ask in asks[:1]:
            keep = _Kept(self, p, folded, ask, above, "", True, above.cites, above.cites_in)
            self.found.append(keep.found(part_of=above.part_of))
            for child in points:
                inherited = keep.above(p.id, depth=above.depth + 1)
                self._recital(child, inherited, above.cites, above.cites_in)

    # Reports

    def _reported(self, p: Provision, above: _Above | None, body: str) -> None:
        folded = fold(p.text)
        if above is not None:
            asks = report_item(self.g, folded.text, above.ask) or item_asks(
                self.g, folded.text, above.ask
            )
        else:
            asks = report_asks(self.g, folded.text)
        points = [child for child in p.children if child.kind == "paragraph"]
        keep: _Kept | None = None
        for ask in asks:
            if points and (within := nested(self.g, folded.text, ask)):
                ask = replace(ask, action=within.verb[0])
            keep = _Kept(self, p, folded, ask, above, body)
            self.found.append(keep.found(part_of=above.part_of if above else None))
        if not points:
            return
        if keep and (inner := nested(self.g, folded.text, keep.ask)):
            inherited = replace(
                keep.above(part_of=None, depth=1),
                ask=inner,
                names=self._named(inner.names or (), folded.text, body),
                names_in=p.id,
            )
            inherited = _with_verb(inherited, inner, keep)
        elif agreed := agreement(self.g, folded.text):
            inherited = _Kept(self, p, folded, agreed, None, body).above(part_of=None, depth=0)
            inherited = replace(inherited, leads=())  # when it was agreed, not when it is due
        else:
            for child in points:
                self._visit(child, None, "report", body)
            return
        for child in points:
            self._reported(child, inherited, body)

    # Names

    def _named(self, names: tuple[Name, ...], text: str, body: str) -> tuple[Name, ...]:
        each = [one for name in names for one in several(self.g, text, name)]
        return tuple(in_context(self.g, name, text, body, self.itu) for name in each)

    def _speaks(self, formula: Provision) -> None:
        """Keep whom the words by which a body begins to speak name, and where."""
        text = fold(formula.text).text
        for name in names_in(self.g, text, 0, len(text)):
            self.spoken[name.value] = (name, formula.id)
            meant = in_context(self.g, name, text, "", self.itu)
            if meant.known:
                self.sure[meant.value] = (meant, formula.id)

    def itself(self, body: str) -> tuple[tuple[Name, ...], str]:
        """The organisation that acts when a body decides to act, and the formula that names it, if any."""
        if not body:  # no body of the lexicon: whom the formula names, where it names one
            sure = list(self.sure.values())
            return ((sure[0][0],), sure[0][1]) if len(sure) == 1 else ((), "")
        # The codes of its bodies begin with that of the organisation.
        organisation = body_code(body).partition("-")[0]
        value = organisation.upper() if organisation in _ORGANISATIONS else body
        name, where = self.spoken.get(value, (Name(value, 0, 0), ""))
        return (name,), where


def _within(ask: Ask, asks: list[Ask]) -> bool:
    """Whether the verb of an ask stands in what another one asks."""
    return any(other.verb[0] <= ask.verb[0] < other.end for other in asks)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One ask with what it inherits, ready to be noted or handed down."""

    walker: Walker
    provision: Provision
    folded: Folded
    ask: Ask
    over: _Above | None
    body: str
    quoted: bool = False
    cites: tuple[str, ...] = ()
    cites_in: str = ""

    def _names(self) -> tuple[tuple[Name, ...], str]:
        if self.ask.names:
            return self.walker._named(
                self.ask.names, self.folded.text, self.body
            ), self.provision.id
        if self.over and self.over.names:
            return self.over.names, self.over.names_in
        if self.ask.force == COMMITS:
            voice = self.walker.voice
            members = members_of(self.body or self.walker.adopted_by)
            return (voice.names, voice.where) if voice.names else (members, "")
        if self.ask.own or self.ask.unclear:
            return self.walker.itself(self.body)
        return (), ""

    def _verb(self) -> tuple[str, str, tuple[int, int]]:
        start, end = self.ask.verb
        if end > start or self.over is None:
            return words(self.folded.text, start, end)[0], self.provision.id, (start, end)
        return self.over.verb, self.over.verb_in, self.over.verb_span

    def _asked(self, part_of: str | None) -> _Fields:
        """The fields of ``Asked``, in their order."""
        told = (self.quoted, self.cites, self.cites_in, part_of)
        return (self.ask, *self._names(), *self._verb(), *told)

    def found(self, part_of: str | None = None) -> Found:
        return Found(
            *self._asked(part_of),
            leads=self.over.leads if self.over else (),
            provision=self.provision,
            folded=self.folded,
            body=self.body,
            itu=self.walker.itu,
        )

    def above(self, part_of: str | None, depth: int) -> _Above:
        over = self.over.leads if self.over else ()
        lead = (self.provision.id, self.ask.verb[1], self.ask.end)
        return _Above(*self._asked(part_of), leads=(lead, *over), depth=depth)


def _bare_lead(g: Grammar, p: Provision, text: str) -> Ask | None:
    """The verb of a paragraph that says no more than that its points are decided."""
    points = any(child.kind == "operative" for child in p.children)
    if not points or text.rstrip()[-1:] not in (":", "："):
        return None
    ask = heading_ask(g, text)
    said = words(text, 0, len(text))[0]
    if ask is None and g.agreed.fullmatch(said):  # "Decided:", of a body whose decisions are told
        return _deciding(g, text, (0, len(said)))
    if ask is None and formula_end(text, g.code) and (span := decision_verb(g, text)):
        return _deciding(g, text, span)
    return replace(ask, said=True) if ask and ask.own and ask.key in DECIDING else None


def _deciding(g: Grammar, text: str, verb: tuple[int, int]) -> Ask:
    """The ask of a line that only says that its points are decided."""
    force: str = g.lex.table("operative")[DECIDING[0]]["force"]
    end = len(text)
    return Ask(DECIDING[0], force, verb, (), end, end, end, own=True, said=True)


def _with_verb(inherited: _Above, inner: Ask, keep: _Kept) -> _Above:
    """What points inherit from an ask inside the action of the paragraph above them."""
    verb = words(keep.folded.text, *inner.verb)[0]
    lead = (keep.provision.id, inner.verb[1], inner.end)
    return replace(
        inherited, verb=verb, verb_in=keep.provision.id, verb_span=inner.verb, leads=(lead,)
    )
