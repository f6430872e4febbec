"""How imports are shown: their list, what was read in one, and what is uncertain in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments import citing, show, spoken
from majlis.instruments.lifecycle import IMPORT, PUBLISHED, READ, UNREADABLE, WAITING
from majlis.instruments.models import Destination, Import
from majlis.instruments.models.provision import NAMES
from majlis.instruments.queries.imports import Preview, Row
from majlis.kernel.errors import Fault
from majlis.kernel.languages import BY_CODE, direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import moment
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Run, Text

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


def chosen(request: HttpRequest, counts: Mapping[str, int], state: str) -> parts.Chosen:
    """What stands above the list: how many in which state, each a way to those."""
    total = counts.get(state, 0) if state else sum(counts.values())
    words = ngettext("%(n)s file", "%(n)s files", total) % {
        "n": formats.number(total, get_language() or "en")
    }
    filters = []
    if state:
        name = str(IMPORT.states[state])
        away = parts.with_query(request, state=None, page=None)
        filters.append(parts.Filter(pgettext("import of a text", "State"), name, away))
    ways = [
        parts.Link(f"{IMPORT.states[each]} ({n})", parts.with_query(request, state=each, page=None))
        for each, n in counts.items()
        if each != state
    ]
    return parts.Chosen(words, filters, ways)


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
    standing = [each for each in imported.corrections.all() if not each.undone]
    undone = [each for each in imported.corrections.all() if each.undone]
    made: dict[str, Any] = {
        "trail": trail(imported),
        "phase": PHASES.get(imported.state, "ended"),
        "fault": spoken.sentence(imported.fault) if imported.fault else "",
        "file_url": reverse("file_named", args=[imported.file.sha256, imported.name]),
        "seen": len(standing),
        "undo": _correction(standing[-1]) if standing else "",
        "redo": _correction(undone[0]) if undone else "",
    }
    if seen is not None:
        rows = imported.destinations.select_related(
            "instrument__record", "version__record", "body__record", "result__instrument__record"
        )
        made |= {
            "texts": [_text(imported, each, seen, user) for each in rows],
            "general": [spoken.sentence(note.message) for note in seen.general],
            "doubtful": [
                parts.Link(
                    f"{citing.bare(row.provision.label)} {_begin(row.provision.text)}".strip(),
                    address(imported, row.provision.id),
                )
                for row in seen.doubtful
            ],
            "text_language": seen.text.language,
            "text_direction": direction(seen.text.language),
            "count": len(seen.rows),
        }
    return made


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
    """What a text in a file goes by: its symbol, its title, or how it begins."""
    named = text.symbol or text.title
    return named or _begin(next((each.text for each in text.walk() if each.text), "")) or "—"


def _begin(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= BEGIN else f"{words[:BEGIN].rsplit(' ', 1)[0]}…"


def _is_seen(row: Destination, user: Any) -> bool:
    """Whether the user may see what the text is to be a part of."""
    records = {row.instrument.record} if row.instrument else set()
    if row.version:
        records |= {row.version.record, row.version.instrument.record}
    return all(each.access == "public" or each.is_visible_to(user) for each in records)


def _text(imported: Import, row: Destination, seen: Preview, user: Any) -> dict[str, Any]:
    """One text of the file: what it is, and what becomes of it."""
    own = seen.owns[row.root]
    here = get_language() or "en"
    kind = str(row.get_kind_display()) if row.kind else ""
    what = [
        kind,
        row.body.say("title").text if row.body else own.text.body,
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
    query = f"?text={row.root}" if row.root else ""
    return {
        "name": name_of(own.text),
        "title": own.text.title,
        "published_as": row.get_published_as_display(),
        "into": into,
        "what": formats.comma(here).join(each for each in what if each),
        "url": f"{reverse('instruments:destination', args=[imported.pk])}{query}",
        "provisions": sum(1 for _each in own.text.walk()),
        "former": row.former,
        "result": row.result,
    }


def rows(imported: Import, found: Sequence[Row], text: Text) -> list[dict[str, Any]]:
    """The provisions of a preview for the template."""
    starts = {part.root for part in text.parts if part.root}
    return [
        {
            "id": row.provision.id,
            "label": row.provision.label,
            "words": runs(row.provision.runs),
            "change": row.provision.change or "",
            "depth": min(row.level, 5),
            "name": _name(row.provision),
            "facts": _facts(row, starts),
            "notes": [spoken.sentence(note.message) for note in row.notes],
            "inferred": row.provision.inferred,
            "url": address(imported, row.provision.id),
        }
        for row in found
    ]


def _name(each: Provision) -> str:
    label = citing.bare(each.label)
    return f"{NAMES[each.kind]} {label}" if label else str(NAMES[each.kind])


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
    return formats.comma(here).join(said)


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


def address(imported: Import, eid: str) -> str:
    """The preview with one provision open to be corrected."""
    return f"{imported.get_absolute_url()}?at={eid}#{eid}" if eid else imported.get_absolute_url()


def near(imported: Import, before: Preview, eid: str) -> str:
    """The provision that now stands where one stood: ids are made anew where the structure changed."""
    from majlis.instruments import working

    place = next((n for n, row in enumerate(before.rows) if row.provision.id == eid), 0)
    now = [each.id for each in working.now_of(imported).walk()]
    if eid in now:
        return eid
    return now[min(place, len(now) - 1)] if now else ""


def spoken_fault(fault: Fault) -> Fault:
    """A fault in the words of the engine, in those of the reader's language."""
    if isinstance(fault.__cause__, TextError):
        return Fault(
            spoken.sentence(fault.__cause__.problem), spoken.sentence(fault.__cause__.mend)
        )
    return fault


def language_name(code: str) -> str:
    """The name of a language in that language."""
    return BY_CODE[code].name if code in BY_CODE else code
