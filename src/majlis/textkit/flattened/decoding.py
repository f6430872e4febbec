"""A flattened text with its changes marked again: numbers, doubled words, inserted tails and blocks."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from majlis.textkit.flattened import words
from majlis.textkit.flattened.naming import renamed
from majlis.textkit.flattened.numbers import Evidence, Reading, decode_numbers, is_number
from majlis.textkit.flattened.signs import detect_flattened
from majlis.textkit.flattened.words import Op, Pair, Sign
from majlis.textkit.ids import assign_ids
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Note, Provision, Revision, Text, merge_runs
from majlis.textkit.numbering import to_european
from majlis.textkit.openings import opening
from majlis.textkit.views import has_revisions

_DIGITS = re.compile(r"\d+")
_HEADS = ("heading", "operative")
_MOST_NUMBERS = 3000  # of all lists of a text that do not run on: each costs to read


def decode(text: Text) -> Text:
    """A flattened text as a keep-view Text with inferred revisions; any other text is returned as it is.

    Numbers become the new ones with the old ones beside them (``old_number``), items that were added or
    struck out are marked, and doubled words are an inserted and a deleted run. All that is supposed
    has ``inferred`` set and a Note of kind ``inferred`` with the reason; what is only suspected is a
    Note of kind ``doubt`` and changes nothing. Ids follow the new numbers. A text with recorded
    changes is never decoded.
    """
    if has_revisions(text) or not detect_flattened(text):
        return text
    if len({provision.id for provision in text.walk()}) < sum(1 for _ in text.walk()):
        text = replace(text, provisions=assign_ids(text.provisions, text.language))
    decoder = _Decoder(text.language)
    provisions = decoder.siblings(text.provisions, None, outer=True)
    decoder.suspect_repeated_prepositions(text)
    return renamed(text, provisions, decoder.notes)


@dataclass(slots=True)
class _Plan:
    """What is known of one item before it is built again."""

    signs: list[Sign] = field(default_factory=list)
    whole: Op | None = None
    reading: Reading | None = None
    certain: bool = True


class _Decoder:
    def __init__(self, language: str) -> None:
        self.language = language
        self.lex = lexicon(language)
        self.notes: list[Note] = []
        self._marks: dict[str, Sign] = {}
        self._numbers_left = _MOST_NUMBERS

    def note(self, item: Provision, message: str, kind: str = "inferred") -> None:
        self.notes.append(Note(kind, message, item.id))

    def siblings(
        self, items: Sequence[Provision], pair: Pair | None, *, outer: bool
    ) -> tuple[Provision, ...]:
        """A list of provisions, decoded. ``pair``: the prepositions of its heading's two verbs."""
        plans = [_Plan() for _ in items]
        for item, plan in zip(items, plans, strict=True):
            verbs = words.doubled_verbs(item.text, self.language) if item.kind in _HEADS else None
            plan.signs = [verbs] if verbs else []
            plan.signs += words.doubled_prepositions(item.text, self.language)
        for group in _groups(items):
            self._numbers(items, plans, group, pair)
            self._tails(items, plans, group, outer)
        for item, plan in zip(items, plans, strict=True):
            if pair and plan.whole is None:
                plan.signs += self._moved_prepositions(item, plan, pair)
        built = [self._build(item, plan) for item, plan in zip(items, plans, strict=True)]
        return tuple(self._blocks(items, built))

    # numbers ---------------------------------------------------------------------------------

    def _numbers(
        self, items: Sequence[Provision], plans: list[_Plan], group: list[int], pair: Pair | None
    ) -> None:
        numbered = [i for i in group if is_number(items[i].label)]
        tokens = [_token(items[i].label) for i in numbered]
        evidence = [self._evidence(items[i].text, plans[i], pair) for i in numbered]
        if not any(evidence) and not _odd(tokens):
            return
        self._numbers_left -= len(tokens)
        if self._numbers_left < 0:
            return
        for i, token, reading in zip(
            numbered, tokens, decode_numbers(tokens, evidence), strict=True
        ):
            plans[i].reading = reading
            plans[i].certain = reading.certain
            if reading.op == "inserted":
                plans[i].whole = "inserted"
            elif reading.op == "deleted":
                plans[i].whole = "deleted"
            if reading.inferred:
                doubt = "" if reading.certain else " An alternative reading is possible."
                self.note(items[i], f"{_MEANING[reading.op]} because {reading.reason}.{doubt}")
            elif reading.unread:
                self.note(
                    items[i],
                    f"Number {token} is left as printed because {reading.reason}.",
                    "doubt",
                )

    def _evidence(self, text: str, plan: _Plan, pair: Pair | None) -> Evidence:
        if plan.signs:
            return "amended"
        if pair is None:
            return ""
        old, new = pair
        if words.opens_with(text, new):
            return "amended" if words.occurrences(text, old) else "new"
        return "old" if words.opens_with(text, old) else ""

    # words -----------------------------------------------------------------------------------

    def _moved_prepositions(self, item: Provision, plan: _Plan, pair: Pair) -> list[Sign]:
        """New words before the old ones, or both clauses, where the heading's verb was replaced."""
        text, reading = item.text, plan.reading
        if words.initial_pair(text, self.language) or not words.opens_with(text, pair[1]):
            return []
        place = words.glued(text)
        if place is not None and words.opens_with(text[place:], pair[0]):
            both = words.two_clauses(text, new_first=True)
            return [both] if both else []
        is_old = reading is not None and reading.old is not None
        before = words.put_before(text, pair) if is_old else None
        if before is None and is_old and words.occurrences(text, pair[0]):
            self.note(item, "New text may precede the old text; the boundary is unclear.", "doubt")
        return [before] if before else []

    def _glued(self, item: Provision, plan: _Plan) -> list[Sign]:
        place = words.glued(item.text)
        if place is None or any(e.start <= place <= e.end for s in plan.signs for e in s.edits):
            return []
        reading = plan.reading
        if reading is not None and reading.op == "renumbered" and reading.new and reading.old:
            token = _token(item.label)
            if token in (f"{reading.new}{reading.old}", f"{reading.old}{reading.new}"):
                both = words.two_clauses(item.text, token == f"{reading.new}{reading.old}")
                return [both] if both else []
        self.note(
            item,
            "Two clauses are joined at a semicolon; it is unclear which is old.",
            "doubt",
        )
        return []

    def suspect_repeated_prepositions(self, text: Text) -> None:
        """A preposition before a colon and again at the start of what follows: one is too many."""
        before = ""
        prepositions = words.folded_words(self.lex, "prepositions")
        for item in text.walk():
            if before and words.opens_with(item.text, before):
                self.note(
                    item,
                    "The introductory preposition appears twice and was left unchanged.",
                    "doubt",
                )
            stripped = item.text.rstrip()
            found = words.words_of(fold(stripped[-40:])) if stripped.endswith((":", "：")) else []
            before = found[-1].text if found else ""
            if before not in prepositions:
                before = ""

    # inserted tails and blocks -----------------------------------------------------------------

    def _tails(
        self, items: Sequence[Provision], plans: list[_Plan], group: list[int], outer: bool
    ) -> None:
        """What stands after an item that ended its list in the old text was added."""
        old = max((place for place, i in enumerate(group) if _proven_old(plans[i])), default=-1)
        for place, i in enumerate(group):
            end = _last(items[i])
            last = place + 1 == len(group)
            if plans[i].whole or end.id in self._marks or (last and not outer):
                continue
            sign = words.doubled_mark(end.text, last=last)
            if sign is None:
                continue
            if old > place:
                self.note(
                    end,
                    "Two punctuation marks at the end were left unchanged because an old item follows.",
                    "doubt",
                )
                continue
            self._marks[end.id] = sign
            for j in group[place + 1 :]:
                if plans[j].whole is None:
                    plans[j].whole = "inserted"
                    reason = (
                        "the preceding item ended the list in the old text (two punctuation marks)"
                    )
                    self.note(items[j], f"Marked as inserted because {reason}.")

    def _blocks(self, items: Sequence[Provision], built: list[Provision]) -> list[Provision]:
        """A block between an inserted tail and proven old text, whose items are written otherwise."""
        for i in range(1, len(built)):
            before, block = built[i - 1], built[i]
            if block.kind != "heading" or not block.children or _any_inferred(block):
                continue
            if not self._mixed(block, built):
                continue
            tail = _last(before)
            after = built[i + 1] if i + 1 < len(built) else None
            old_after = after is not None and any(
                child.old_number is not None for child in after.children
            )
            if tail.change == "inserted" and before.change != "inserted" and old_after:
                built[i] = self._whole(items[i], "inserted", certain=False)
                self.note(
                    items[i],
                    "This block, between added and old text, was probably inserted; its items "
                    "begin inconsistently.",
                )
            else:
                message = "Items in this block begin inconsistently; the block may have been added or merged."
                self.note(items[i], message, "doubt")
        return built

    def _mixed(self, block: Provision, blocks: Sequence[Provision]) -> bool:
        verb = _key(block, self.language)
        like = [b for b in blocks if b.kind == "heading" and b is not block and b.children]
        return (
            verb != ""
            and self._attached(block) not in (0, len(block.children))
            and any(
                _key(b, self.language) == verb and self._attached(b) == len(b.children) > 1
                for b in like
            )
        )

    def _attached(self, block: Provision) -> int:
        """How many items of a block open with a preposition glued to the first word."""
        glued = tuple(fold(word).text for word in self.lex.words("flattened", "attached"))
        return (
            sum(fold(child.text[:20]).text.startswith(glued) for child in block.children)
            if glued
            else 0
        )

    # building ----------------------------------------------------------------------------------

    def _build(self, item: Provision, plan: _Plan) -> Provision:
        if plan.whole:
            return self._whole(item, plan.whole, certain=plan.certain, reading=plan.reading)
        signs = [*plan.signs, *self._glued(item, plan)]
        mark = self._marks.get(item.id)
        signs += [mark] if mark else []
        for sign in signs:
            self.note(item, sign.reason)
        edits = [edit for sign in signs for edit in sign.edits]
        pair = self._pair(item, signs)
        made = replace(item, children=self.siblings(item.children, pair, outer=not item.label))
        if edits:
            made = replace(made, runs=words.cut(item.runs, edits), change="changed", inferred=True)
        verb = _verb_after(item, made, self.language) if edits else item.verb
        if verb != item.verb:
            made = _governed(made, item.verb, verb)
        reading = plan.reading
        if reading is None or reading.op != "renumbered":
            return made
        token = _token(item.label)
        return replace(
            made,
            label=item.label.replace(token, str(reading.new)),
            number=str(reading.new),
            old_label=item.label.replace(token, str(reading.old)),
            old_number=str(reading.old),
            inferred=True,
        )

    def _pair(self, item: Provision, signs: Iterable[Sign]) -> Pair | None:
        """The prepositions that the old and the new verb of a heading take, as its items show them."""
        pairs = Counter(
            pair
            for child in item.children
            if (pair := words.initial_pair(child.text, self.language)) is not None
        )
        if not pairs:
            return None
        pair, times = pairs.most_common(1)[0]
        return pair if times > 1 or any(signs) else None

    def _whole(
        self, item: Provision, op: Op, *, certain: bool = True, reading: Reading | None = None
    ) -> Provision:
        """An item and all below it as inserted or deleted."""
        revision = Revision(op, inferred=True)
        made = replace(
            item,
            runs=merge_runs(replace(run, revision=revision) for run in item.runs),
            change=op,
            inferred=True,
            children=tuple(self._whole(child, op, certain=certain) for child in item.children),
        )
        if op == "deleted" and reading is not None:
            return replace(
                made, label="", number="", old_label=item.label, old_number=str(reading.old)
            )
        return made


_MEANING = {
    "inserted": "Marked as inserted",
    "deleted": "Marked as deleted",
    "renumbered": "Marked as renumbered",
}


def _groups(items: Sequence[Provision]) -> list[list[int]]:
    """The labelled items of each kind among siblings, in order."""
    groups: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        if item.label and item.kind in ("preambular", "operative", "paragraph"):
            groups.setdefault(item.kind, []).append(i)
    return list(groups.values())


def _token(label: str) -> str:
    match = _DIGITS.search(to_european(label))
    return match[0] if match else ""


def _odd(tokens: Sequence[str]) -> bool:
    numbers = [int(token) for token in tokens]
    return any(b != a + 1 for a, b in itertools.pairwise(numbers))


def _last(item: Provision) -> Provision:
    """The last provision below an item that is no footnote, or the item itself."""
    below = [child for child in item.children if child.kind != "footnote"]
    return _last(below[-1]) if below else item


def _proven_old(plan: _Plan) -> bool:
    reading = plan.reading
    return plan.whole == "deleted" or (
        reading is not None and reading.op == "renumbered" and reading.certain
    )


def _any_inferred(item: Provision) -> bool:
    return any(p.change is not None or p.old_number is not None for p in item.walk())


def _key(item: Provision, language: str) -> str:
    found = opening(item.text, language)
    return found.verb.key if found and found.verb else ""


def _verb_after(item: Provision, made: Provision, language: str) -> str:
    """The verb of the new text where the old one was struck out."""
    new = "".join(r.text for r in made.runs if not (r.revision and r.revision.op == "deleted"))
    old_opening, found = opening(item.text, language), opening(new, language)
    if not item.verb or not old_opening or not found or not found.verb:
        return item.verb
    if found.verb == old_opening.verb:
        return item.verb
    return new[found.start : found.end].strip(" ,،，")


def _governed(item: Provision, old: str, new: str) -> Provision:
    """An item and all that its verb governs, with another verb."""
    if item.verb == old:
        item = replace(item, verb=new, old_verb=old)
    return replace(
        item,
        children=tuple(_governed(child, old, new) for child in item.children),
    )
