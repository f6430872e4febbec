"""How imports are shown: their list, what was read in one, and what is uncertain in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments import citing, foreseeing, show, spoken, working
from majlis.instruments.lifecycle import IMPORT, PUBLISHED, READ, UNREADABLE, WAITING
from majlis.instruments.models import Destination, Import
from majlis.instruments.models.provision import NAMES
from majlis.instruments.queries.imports import Preview, Row, is_doubt
from majlis.instruments.queries.withdrawn import is_taken_back
from majlis.kernel.errors import Fault
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import moment
from majlis.textkit.edit import Edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.parts import JOINT

PHASES = {WAITING: "wait", READ: "going", PUBLISHED: "met", UNREADABLE: "late"}
BEGIN = 70
"""Signs of a text by which it is known where it has no symbol and no title."""


def table(found: Iterable[Import]) -> parts.Table:
    """Imports as a list."""
    columns = [
        parts.Column(_("File")),
        parts.Column(pgettext("import of a text", "State")),
        parts.Column(_("Language")),
        parts.Column(_("Brought in")),
        parts.Column(_("By")),
    ]
    rows = [
        [
            parts.Cell(format_html("<bdi>{}</bdi>", each.name), each.get_absolute_url()),
            each.get_state_display(),
            each.get_language_display() if each.language else "",
            moment(each.made_at),
            str(each.user) if each.user else _("a command"),
        ]
        for each in found
    ]
    return parts.Table(columns, rows, _("Files that were brought in"), headed=True)


def chosen(request: HttpRequest, counts: Mapping[str, int], state: str) -> parts.ListSummary:
    """What stands above the list: how many files, and of which state."""
    total = counts.get(state, 0) if state else sum(counts.values())
    words = ngettext("%(n)s file", "%(n)s files", total) % {
        "n": formats.number(total, get_language() or "en")
    }
    filters = []
    if state:
        name = str(IMPORT.states[state])
        away = parts.with_query(request, state=None, page=None)
        filters.append(parts.ActiveFilter(pgettext("import of a text", "State"), name, away))
    return parts.ListSummary(words, filters)


def states(request: HttpRequest, counts: Mapping[str, int], state: str) -> list[parts.Link]:
    """The other states in which files are, each with how many."""
    here = get_language() or "en"
    return [
        parts.Link(
            formats.with_brackets(str(IMPORT.states[each]), formats.number(n, here), here),
            parts.with_query(request, state=each, page=None),
        )
        for each, n in counts.items()
        if each != state
    ]


def trail(imported: Import, last: str = "") -> list[parts.Link]:
    """The way to an import."""
    way = [
        parts.Link(_("Texts"), reverse("instruments:texts")),
        parts.Link(_("Bring texts in"), reverse("instruments:imports")),
        parts.Link(imported.name, imported.get_absolute_url() if last else ""),
    ]
    return [*way, parts.Link(last)] if last else way


def about(imported: Import, seen: Preview | None = None, user: Any = None) -> dict[str, Any]:
    """What every page of an import shows."""
    corrections = list(imported.corrections.all())
    standing = [each for each in corrections if not each.undone]
    undone = [each for each in corrections if each.undone]
    made: dict[str, Any] = {
        "trail": trail(imported),
        "phase": PHASES.get(imported.state, "ended"),
        "fault": spoken.sentence(imported.fault) if imported.fault else "",
        "file_url": reverse("instruments:import_file", args=[imported.pk]),
        "seen": standing[-1].pk if standing else 0,
        "lost": imported.fault == working.LOST,
        "undo": _correction(standing[-1]) if standing else "",
        "redo": _correction(undone[0]) if undone else "",
    }
    if seen is not None:
        rows = imported.destinations.select_related(
            "instrument__record", "version__record", "version__instrument__record", "body__record"
        ).prefetch_related(
            "instrument__record__wordings",
            "version__record__wordings",
            "version__instrument__record__wordings",
            "body__record__wordings",
            "result__record",
        )
        mended, general = _general(seen)
        open_to = [each for each in rows if imported.state == READ and _is_seen(each, user)]
        found = foreseeing.foreseen(open_to, {root: own.text for root, own in seen.owns.items()})
        made |= {
            "texts": [_text(imported, each, seen, user, found) for each in rows],
            "decided": working.stamp(made["seen"], rows),
            "reopens": imported.state == PUBLISHED and is_taken_back(imported),
            "general": general,
            "mended": mended,
            "uncertain": [doubt(imported, row) for row in seen.uncertain],
            "inferred": [doubt(imported, row) for row in seen.inferred],
            "text_language": seen.text.language,
            "text_direction": direction(seen.text.language),
            "count": len(seen.rows),
        }
    return made


MARKERS = re.compile(r"(\d+) bookmark marker\(s\) taken out")


def _general(seen: Preview) -> tuple[list[str], list[str]]:
    """What was noted of the whole text: what was mended in it, each thing once; and what is uncertain."""
    counts: Counter[str] = Counter()
    markers = 0
    for note in seen.general:
        if found := MARKERS.fullmatch(note.message):
            markers += int(found[1])
        elif not is_doubt(note):
            counts[spoken.sentence(note.message)] += 1
    mended = [spoken.sentence(f"{markers} bookmark marker(s) taken out")] if markers else []
    here = get_language() or "en"
    for words, count in counts.items():
        times = ngettext("%(n)s time", "%(n)s times", count) % {"n": formats.number(count, here)}
        mended.append(formats.with_brackets(words, times, here) if count > 1 else words)
    return mended, [spoken.sentence(note.message) for note in seen.general if is_doubt(note)]


def doubt(imported: Import, row: Row) -> dict[str, Any]:
    """A place to look at: what stands there, why, and the way to it."""
    why = [spoken.sentence(note.message) for note in row.notes]
    return {
        "url": address(imported, row.provision.id),
        "label": citing.bare(row.provision.label),
        "words": _begin(row.provision.text),
        "why": formats.gap(get_language() or "en").join(why)
        or _("Inferred from what is around it."),
    }


def opened(imported: Import, seen: Preview, row: Row | None, page: int) -> dict[str, Any]:
    """What the template needs of the provision that is open to be corrected."""
    if row is None:
        return {"at": ""}
    eid = row.provision.id
    doubtful = [each for each in seen.rows if each.uncertain or each.provision.inferred]
    places = {each.provision.id: place for place, each in enumerate(seen.rows)}
    after = next((each for each in doubtful if places[each.provision.id] > places[eid]), None)
    return {
        "at": eid,
        "bare": row.provision.text,
        "starts": any(part.root == eid for part in seen.text.parts),
        "leave": f"{imported.get_absolute_url()}?part={page}#{anchor(eid)}",
        "next": address(imported, after.provision.id) if after is not None else "",
        "here": anchor(eid),
    }


def typed(data: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed about a provision that is not there any more, with the names of the fields."""
    kinds = {str(key): str(name) for key, name in NAMES.items()}
    said = {
        str(_("Kind")): kinds.get(data.get("kind", ""), ""),
        str(pgettext("provision", "Label")): data.get("label", ""),
        str(pgettext("provision", "Words")): data.get("words", ""),
        str(_("Other words of it")): data.get("some", ""),
    }
    return {name: words for name, words in said.items() if words}


def _correction(each: Any) -> str:
    names = {
        "kind": _("kind"),
        "in": _("a level deeper"),
        "out": _("a level higher"),
        "label": pgettext("provision", "label"),
        "split": pgettext("correction", "split"),
        "merge": pgettext("correction", "merged with the one before"),
        "change": _("old and new words"),
        "part": _("a text of its own"),
        "describe": _("what the text says of itself"),
        "language": _("language"),
    }
    return str(names.get(each.op, each.op))


def name_of(text: Text) -> str:
    """What a text in a file goes by: its symbol, or the beginning of its title or of its words."""
    words = next((each.text for each in text.walk() if each.text), "")
    return text.symbol or _begin(text.title or words) or "—"


def _begin(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= BEGIN else f"{words[:BEGIN].rsplit(' ', 1)[0]}…"


def _is_seen(row: Destination, user: Any) -> bool:
    """Whether the user may see what the text is to be a part of."""
    records = {row.instrument.record} if row.instrument else set()
    if row.version:
        records |= {row.version.record, row.version.instrument.record}
    return all(each.access == "public" or each.is_visible_to(user) for each in records)


def _text(
    imported: Import,
    row: Destination,
    seen: Preview,
    user: Any,
    found: Mapping[str, foreseeing.Foreseen],
) -> dict[str, Any]:
    """One text of the file: what it is, and what becomes of it."""
    own = seen.owns[row.root]
    here = get_language() or "en"
    kind = str(row.get_kind_display()) if row.kind else ""
    body = row.body.say("title").text if row.body else own.text.body
    what = [
        kind,
        formats.with_brackets(body, _("found by its name in the first lines"), here)
        if row.body_line
        else body,
        row.label,
        str(row.get_state_display()),
        formats.date(row.date, here) if row.date else "",
    ]
    into = ""
    if row.published_as == Destination.As.VERSION and row.instrument:
        into = str(row.instrument)
    elif row.published_as == Destination.As.LANGUAGE and row.version:
        into = show.whole_name(row.version)
    if into and not _is_seen(row, user):
        into = _("a text that you may not see")
    query = f"?{urlencode({'text': row.root})}" if row.root else ""

    def in_file(eid: str) -> str:
        return address(imported, f"{row.root}{JOINT}{eid}" if row.root else eid)

    return {
        "name": name_of(own.text),
        "symbol": own.text.symbol,
        "title": own.text.title or ("" if own.text.symbol else name_of(own.text)),
        "published_as": row.get_published_as_display(),
        "into": into,
        "what": formats.list_separator(here).join(each for each in what if each),
        "url": f"{reverse('instruments:destination', args=[imported.pk])}{query}",
        "provisions": sum(1 for _each in own.text.walk()),
        "former": row.former,
        "result": row.result,
        "withdraw": f"{row.result.get_absolute_url()}withdraw/" if row.result else "",
        "apart": foreseeing.shown(found[row.root], in_file) if row.root in found else {},
    }


def rows(imported: Import, found: Sequence[Row], text: Text) -> list[dict[str, Any]]:
    """The provisions of a preview for the template."""
    starts = {part.root for part in text.parts if part.root}
    return [
        {
            "id": row.provision.id,
            "anchor": anchor(row.provision.id),
            "uncertain": row.uncertain,
            "label": row.provision.label,
            "words": runs(row.provision.runs),
            "change": row.provision.change or "",
            "deep": f"deep{min(row.level, 5)}",
            "name": _name(row.provision),
            "facts": _facts(row, starts),
            "notes": [spoken.sentence(note.message) for note in row.notes],
            "inferred": row.provision.inferred,
            "url": address(imported, row.provision.id),
        }
        for row in found
    ]


def _name(each: Provision) -> str:
    return citing.numbered(str(NAMES[each.kind]), citing.bare(each.label))


CHANGES = {
    "inserted": lambda: pgettext("provision", "inserted"),
    "deleted": lambda: pgettext("provision", "deleted"),
    "changed": lambda: pgettext("provision", "changed"),
    "moved": lambda: pgettext("provision", "moved"),
}


def _facts(row: Row, starts: set[str]) -> str:
    here = get_language() or "en"
    each = row.provision
    said = [str(NAMES[each.kind])]
    if row.level:
        said.append(_("level %(n)s") % {"n": formats.number(row.level + 1, here)})
    if each.change:
        said.append(CHANGES[each.change]() if each.change in CHANGES else each.change)
    if each.id in starts:
        said.append(_("a text of its own begins here"))
    return formats.list_separator(here).join(said)


def runs(found: Sequence[Run]) -> SafeString:
    """Words with what is old and new in them marked."""
    made = []
    for run in found:
        inside = show.marked([run])
        if run.revision is None:
            made.append(inside)
        elif run.revision.op == "deleted":
            made.append(show.deleted(inside))
        else:
            made.append(show.inserted(inside))
    return format_html_join("", "{}", ((each,) for each in made))


def page_links(imported: Import, at: int, count: int) -> dict[str, Any]:
    """Where one is in a long preview."""
    if count == 1:
        return {}
    words = ngettext("Part %(at)s of %(count)s", "Part %(at)s of %(count)s", count)
    base = imported.get_absolute_url()
    return {
        "words": words % {"at": at, "count": count},
        "before": f"{base}?part={at - 1}" if at > 1 else "",
        "after": f"{base}?part={at + 1}" if at < count else "",
    }


def anchor(eid: str) -> str:
    """The place of a provision on the page of a preview: no other thing there has such an id."""
    return f"p-{quote(eid)}"


def address(imported: Import, eid: str) -> str:
    """The preview with one provision open to be corrected."""
    base = imported.get_absolute_url()
    return f"{base}?at={quote(eid)}#{anchor(eid)}" if eid else base


def near(imported: Import, before: Preview, wanted: Sequence[Edit], eid: str) -> str:
    """The provision that now stands where one stood: ids are made anew where the structure changed."""
    edit = wanted[-1] if wanted else Edit("kind", eid)
    place = working.place_after(before.text, replace(edit, id=eid))
    return working.at_place(working.now_of(imported), place)


def spoken_fault(fault: Fault) -> Fault:
    """A fault in the words of the engine, in those of the reader's language."""
    if isinstance(fault.__cause__, TextError):
        return Fault(
            spoken.sentence(fault.__cause__.problem), spoken.sentence(fault.__cause__.mend)
        )
    return fault
