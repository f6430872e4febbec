"""How an import is drawn: its provisions, notes, uncertain places and texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments import engine_messages
from majlis.instruments.citations import format, names
from majlis.instruments.imports import working_copy
from majlis.instruments.imports.queries import Preview, PreviewRow, is_doubt
from majlis.instruments.lifecycle import PUBLISHED, READ, UNREADABLE, WAITING
from majlis.instruments.models import Destination, Import
from majlis.instruments.models.provision import NAMES
from majlis.instruments.publication import language_check
from majlis.instruments.texts import wording
from majlis.instruments.texts.withdrawn import is_fully_withdrawn
from majlis.kernel.errors import Fault
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.textkit.edit import Edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.parts import JOINT

STATE_PHASES = {WAITING: "wait", READ: "going", PUBLISHED: "met", UNREADABLE: "late"}
EXCERPT_LENGTH = 70
"""Signs of a text by which it is known where it has no symbol and no title."""


def import_trail(imported: Import, last: str = "") -> list[parts.Link]:
    """The way to an import."""
    way = [
        parts.Link(_("Texts"), reverse("instruments:texts")),
        parts.Link(_("Bring texts in"), reverse("instruments:imports")),
        parts.Link(imported.name, imported.get_absolute_url() if last else ""),
    ]
    return [*way, parts.Link(last)] if last else way


def import_context(
    imported: Import, seen: Preview | None = None, user: Any = None
) -> dict[str, Any]:
    """What every page of an import shows."""
    corrections = list(imported.corrections.all())
    standing = [each for each in corrections if not each.undone]
    undone = [each for each in corrections if each.undone]
    made: dict[str, Any] = {
        "trail": import_trail(imported),
        "phase": STATE_PHASES.get(imported.state, "ended"),
        "fault": engine_messages.translate_message(imported.fault) if imported.fault else "",
        "file_url": reverse("instruments:import_file", args=[imported.pk]),
        "seen": standing[-1].pk if standing else 0,
        "lost": imported.fault == working_copy.CORRECTIONS_LOST,
        "undo": _correction_name(standing[-1]) if standing else "",
        "redo": _correction_name(undone[0]) if undone else "",
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
        mended, general = _general_notes(seen)
        open_to = [each for each in rows if imported.state == READ and _is_visible(each, user)]
        found = language_check.check_languages(
            open_to, {root: own.text for root, own in seen.owns.items()}
        )
        made |= {
            "texts": [_text_context(imported, each, seen, user, found) for each in rows],
            "decided": working_copy.decision_token_from(made["seen"], rows),
            "reopens": imported.state == PUBLISHED and is_fully_withdrawn(imported),
            "general": general,
            "mended": mended,
            "uncertain": [doubt_row(imported, row) for row in seen.uncertain],
            "inferred": [doubt_row(imported, row) for row in seen.inferred],
            "text_language": seen.text.language,
            "text_direction": direction(seen.text.language),
            "count": len(seen.rows),
        }
    return made


BOOKMARK_MARKERS = re.compile(r"(\d+) bookmark marker\(s\) taken out")


def _general_notes(seen: Preview) -> tuple[list[str], list[str]]:
    """What was noted of the whole text: what was mended in it, each thing once; and what is uncertain."""
    counts: Counter[str] = Counter()
    markers = 0
    for note in seen.general:
        if found := BOOKMARK_MARKERS.fullmatch(note.message):
            markers += int(found[1])
        elif not is_doubt(note):
            counts[engine_messages.translate_message(note.message)] += 1
    mended = (
        [engine_messages.translate_message(f"{markers} bookmark marker(s) taken out")]
        if markers
        else []
    )
    here = get_language() or "en"
    for words, count in counts.items():
        times = ngettext("%(n)s time", "%(n)s times", count) % {"n": formats.number(count, here)}
        mended.append(formats.with_brackets(words, times, here) if count > 1 else words)
    return mended, [
        engine_messages.translate_message(note.message) for note in seen.general if is_doubt(note)
    ]


def doubt_row(imported: Import, row: PreviewRow) -> dict[str, Any]:
    """A place to look at: what stands there, why, and the way to it."""
    why = [engine_messages.translate_message(note.message) for note in row.notes]
    return {
        "url": provision_url(imported, row.provision.id),
        "label": format.bare_label(row.provision.label),
        "words": _excerpt(row.provision.text),
        "why": formats.gap(get_language() or "en").join(why)
        or _("Inferred from what is around it."),
    }


def open_provision_context(
    imported: Import, seen: Preview, row: PreviewRow | None, page: int
) -> dict[str, Any]:
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
        "next": provision_url(imported, after.provision.id) if after is not None else "",
        "here": anchor(eid),
    }


def typed_values(data: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed about a provision that is not there any more, with the names of the fields."""
    kinds = {str(key): str(name) for key, name in NAMES.items()}
    said = {
        str(_("Kind")): kinds.get(data.get("kind", ""), ""),
        str(pgettext("provision", "Label")): data.get("label", ""),
        str(pgettext("provision", "Words")): data.get("words", ""),
        str(_("Other words of it")): data.get("some", ""),
    }
    return {name: words for name, words in said.items() if words}


def _correction_name(each: Any) -> str:
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


def text_name(text: Text) -> str:
    """What a text in a file goes by: its symbol, or the beginning of its title or of its words."""
    words = next((each.text for each in text.walk() if each.text), "")
    return text.symbol or _excerpt(text.title or words) or "—"


def _excerpt(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= EXCERPT_LENGTH else f"{words[:EXCERPT_LENGTH].rsplit(' ', 1)[0]}…"


def _is_visible(row: Destination, user: Any) -> bool:
    """Whether the user may see what the text is to be a part of."""
    records = {row.instrument.record} if row.instrument else set()
    if row.version:
        records |= {row.version.record, row.version.instrument.record}
    return all(each.access == "public" or each.is_visible_to(user) for each in records)


def _text_context(
    imported: Import,
    row: Destination,
    seen: Preview,
    user: Any,
    found: Mapping[str, language_check.LanguageCheck],
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
        into = names.full_version_name(row.version)
    if into and not _is_visible(row, user):
        into = _("a text that you may not see")
    query = f"?{urlencode({'text': row.root})}" if row.root else ""

    def in_file(eid: str) -> str:
        return provision_url(imported, f"{row.root}{JOINT}{eid}" if row.root else eid)

    return {
        "name": text_name(own.text),
        "symbol": own.text.symbol,
        "title": own.text.title or ("" if own.text.symbol else text_name(own.text)),
        "published_as": row.get_published_as_display(),
        "into": into,
        "what": formats.list_separator(here).join(each for each in what if each),
        "url": f"{reverse('instruments:destination', args=[imported.pk])}{query}",
        "provisions": sum(1 for _each in own.text.walk()),
        "former": row.former,
        "result": row.result,
        "withdraw": f"{row.result.get_absolute_url()}withdraw/" if row.result else "",
        "apart": language_check.check_context(found[row.root], in_file)
        if row.root in found
        else {},
    }


def preview_rows(imported: Import, found: Sequence[PreviewRow], text: Text) -> list[dict[str, Any]]:
    """The provisions of a preview for the template."""
    starts = {part.root for part in text.parts if part.root}
    return [
        {
            "id": row.provision.id,
            "anchor": anchor(row.provision.id),
            "uncertain": row.uncertain,
            "label": row.provision.label,
            "words": render_revisions(row.provision.runs),
            "change": row.provision.change or "",
            "deep": f"deep{min(row.level, 5)}",
            "name": _provision_name(row.provision),
            "facts": _provision_facts(row, starts),
            "notes": [engine_messages.translate_message(note.message) for note in row.notes],
            "inferred": row.provision.inferred,
            "url": provision_url(imported, row.provision.id),
        }
        for row in found
    ]


def _provision_name(each: Provision) -> str:
    return format.numbered_kind(str(NAMES[each.kind]), format.bare_label(each.label))


CHANGE_NAMES = {
    "inserted": lambda: pgettext("provision", "inserted"),
    "deleted": lambda: pgettext("provision", "deleted"),
    "changed": lambda: pgettext("provision", "changed"),
    "moved": lambda: pgettext("provision", "moved"),
}


def _provision_facts(row: PreviewRow, starts: set[str]) -> str:
    here = get_language() or "en"
    each = row.provision
    said = [str(NAMES[each.kind])]
    if row.level:
        said.append(_("level %(n)s") % {"n": formats.number(row.level + 1, here)})
    if each.change:
        said.append(CHANGE_NAMES[each.change]() if each.change in CHANGE_NAMES else each.change)
    if each.id in starts:
        said.append(_("a text of its own begins here"))
    return formats.list_separator(here).join(said)


def render_revisions(found: Sequence[Run]) -> SafeString:
    """Words with what is old and new in them marked."""
    made = []
    for run in found:
        inside = wording.render_runs([run])
        if run.revision is None:
            made.append(inside)
        elif run.revision.op == "deleted":
            made.append(wording.render_deleted(inside))
        else:
            made.append(wording.render_inserted(inside))
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


def provision_url(imported: Import, eid: str) -> str:
    """The preview with one provision open to be corrected."""
    base = imported.get_absolute_url()
    return f"{base}?at={quote(eid)}#{anchor(eid)}" if eid else base


def follow_provision(imported: Import, before: Preview, wanted: Sequence[Edit], eid: str) -> str:
    """The provision that now stands where one stood: ids are made anew where the structure changed."""
    edit = wanted[-1] if wanted else Edit("kind", eid)
    place = working_copy.position_after(before.text, replace(edit, id=eid))
    return working_copy.id_at_position(working_copy.current_text(imported), place)


def translate_fault(fault: Fault) -> Fault:
    """A fault in the words of the engine, in those of the reader's language."""
    if isinstance(fault.__cause__, TextError):
        return Fault(
            engine_messages.translate_message(fault.__cause__.problem),
            engine_messages.translate_message(fault.__cause__.mend),
        )
    return fault
