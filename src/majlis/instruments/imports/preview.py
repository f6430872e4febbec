"""Template contexts of an import: provisions, notes, doubtful places and texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments import engine_messages
from majlis.instruments.citations import format, names
from majlis.instruments.core.identifiers import in_sentence_case
from majlis.instruments.core.subqueries import symbol_subquery
from majlis.instruments.imports import working_copy
from majlis.instruments.imports.body_detection import unlisted_body
from majlis.instruments.imports.queries import Preview, PreviewRow, is_doubt
from majlis.instruments.imports.tables import FILES_TITLE
from majlis.instruments.imports.targets import held_instruments
from majlis.instruments.lifecycle import PUBLISHED, READ, UNREADABLE, WAITING
from majlis.instruments.models import Correction, Destination, Import
from majlis.instruments.models.provision import NAMES
from majlis.instruments.publication import language_check
from majlis.instruments.texts import wording
from majlis.instruments.texts.front import FrontLine, Segment, fold_front
from majlis.instruments.texts.withdrawn import is_fully_withdrawn
from majlis.kernel.errors import Fault
from majlis.kernel.languages import direction
from majlis.kernel.models import Reader
from majlis.look import formats, parts
from majlis.textkit.edit import Edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.parts import OwnText

STATE_PHASES = {WAITING: "wait", READ: "going", PUBLISHED: "met", UNREADABLE: "late"}
EXCERPT_LENGTH = 70
"""Characters of a text that name it where it has neither symbol nor title."""


def import_trail(imported: Import, last: str = "") -> list[parts.Link]:
    """The breadcrumb of an import."""
    links = [
        parts.Link(pgettext("documents", "Texts"), reverse("instruments:texts")),
        parts.Link(FILES_TITLE, reverse("instruments:imports")),
        parts.Link(imported.name, imported.get_absolute_url() if last else ""),
    ]
    return [*links, parts.Link(last)] if last else links


def import_context(
    imported: Import, preview: Preview | None = None, user: Reader | None = None
) -> dict[str, Any]:
    """The context that every page of an import needs."""
    corrections = list(imported.corrections.all())
    active = [each for each in corrections if not each.undone]
    undone = [each for each in corrections if each.undone]
    context: dict[str, Any] = {
        "trail": import_trail(imported),
        "phase": STATE_PHASES.get(imported.state, "ended"),
        "fault": engine_messages.translate_message(imported.fault) if imported.fault else "",
        "file_url": reverse("instruments:import_file", args=[imported.pk]),
        "seen": active[-1].pk if active else 0,
        "lost": imported.fault == working_copy.CORRECTIONS_LOST,
        "undo": _correction_name(active[-1]) if active else "",
        "redo": _correction_name(undone[0]) if undone else "",
    }
    if preview is not None and user is not None:
        rows = imported.destinations.select_related(
            "instrument__record", "version__record", "version__instrument__record", "body__record"
        ).prefetch_related(
            "instrument__record__wordings",
            "version__record__wordings",
            "version__instrument__record__wordings",
            "body__record__wordings",
            "result__record",
        )
        language = get_language() or "en"
        rows = rows.annotate(symbol=symbol_subquery(language, version=OuterRef("version_id")))
        for each in rows:
            if each.version is not None:
                each.version.symbol_here = each.symbol
        repaired, general = _general_notes(preview)
        visible = [each for each in rows if imported.state == READ and _is_visible(each, user)]
        language_checks = language_check.check_languages(
            visible, {root: own.text for root, own in preview.owns.items()}
        )
        known = _known_symbols(rows, preview.owns, user) if imported.state == READ else {}
        context |= {
            "texts": [
                _text_context(imported, each, preview, user, language_checks, context["seen"])
                | {"known": known.get(each.root, "")}
                for each in rows
            ],
            "selected": sum(each.published_as != Destination.As.NOTHING for each in rows),
            "decided": working_copy.decision_token_from(context["seen"], rows),
            "reopens": imported.state == PUBLISHED and is_fully_withdrawn(imported),
            "general": general,
            "mended": repaired,
            "uncertain": [
                doubt_row(imported, row, preview.text.language) for row in preview.uncertain
            ],
            "inferred": [
                doubt_row(imported, row, preview.text.language) for row in preview.inferred
            ],
            "text_language": preview.text.language,
            "text_direction": direction(preview.text.language),
            "count": len(preview.rows),
        }
    return context


BOOKMARK_MARKERS = re.compile(r"bookmark markers removed: (\d+)")


def _general_notes(preview: Preview) -> tuple[list[str], list[str]]:
    """Notes on the whole text: the repairs, each once with its count; and the doubts."""
    counts: Counter[str] = Counter()
    markers = 0
    for note in preview.general:
        if match := BOOKMARK_MARKERS.fullmatch(note.message):
            markers += int(match[1])
        elif not is_doubt(note):
            counts[engine_messages.translate_message(note.message)] += 1
    repaired = [f"bookmark markers removed: {markers}"] if markers else []
    repaired = [engine_messages.translate_message(each) for each in repaired]
    language = get_language() or "en"
    for words, count in counts.items():
        times = npgettext("number of repetitions", "%(n)s time", "%(n)s times", count) % {
            "n": formats.number(count, language)
        }
        repaired.append(formats.with_brackets(words, times, language) if count > 1 else words)
    return repaired, [
        engine_messages.translate_message(note.message)
        for note in preview.general
        if is_doubt(note)
    ]


def doubt_row(imported: Import, row: PreviewRow, text_language: str) -> dict[str, str]:
    """A doubtful provision: its text, the reasons, and its URL."""
    reasons = [engine_messages.translate_message(note.message) for note in row.notes]
    return {
        "url": provision_url(imported, row.provision.id),
        "label": format.number_for_reader(row.provision.label, row.provision.number, text_language),
        "words": _excerpt(row.provision.text),
        "why": formats.gap(get_language() or "en").join(reasons)
        or _("Inferred from the surrounding text."),
    }


def open_provision_context(
    imported: Import, preview: Preview, row: PreviewRow | None, page: int
) -> dict[str, str | bool]:
    """The context of the provision that is open for correction."""
    if row is None:
        return {"at": ""}
    eid = row.provision.id
    return {
        "at": eid,
        "starts": any(part.root == eid for part in preview.text.parts),
        "leave": f"{imported.get_absolute_url()}?part={page}#{anchor(eid)}",
        "next": next_doubtful(preview, eid),
        "here": anchor(eid),
    }


def next_doubtful(preview: Preview, eid: str) -> str:
    """The id of the next provision to check behind one; empty where there is none."""
    place = next((n for n, row in enumerate(preview.rows) if row.provision.id == eid), 0)
    doubtful = (row for row in preview.rows[place + 1 :] if row.uncertain or row.provision.inferred)
    return next((row.provision.id for row in doubtful), "")


def typed_values(data: Mapping[str, str]) -> dict[str, str]:
    """What the user typed for a provision that no longer exists, by the label of the field."""
    kinds = {str(key): str(name) for key, name in NAMES.items()}
    values = {
        str(pgettext("kind of a record", "Kind")): kinds.get(data.get("kind", ""), ""),
        str(pgettext("provision", "Label")): data.get("label", ""),
        str(pgettext("provision", "Wording")): data.get("words", ""),
        str(_("Other part of the wording")): data.get("some", ""),
    }
    return {name: words for name, words in values.items() if words}


def _correction_name(correction: Correction) -> str:
    names = {
        "kind": pgettext("correction", "kind"),
        "in": _("move down one level"),
        "out": _("move up one level"),
        "label": pgettext("provision", "label"),
        "split": pgettext("correction", "split"),
        "merge": pgettext("correction", "merge with preceding provision"),
        "change": _("old and new wording"),
        "part": pgettext("correction", "separate text"),
        "describe": pgettext("correction", "text details"),
        "language": pgettext("language", "language"),
    }
    return str(names.get(correction.op, correction.op))


def text_name(text: Text) -> str:
    """A short name of a text in a file: its symbol, else the beginning of its title or text."""
    words = next((each.text for each in text.walk() if each.text), "")
    return in_sentence_case(text.symbol) or _excerpt(text.title or words) or "—"


def _excerpt(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= EXCERPT_LENGTH else f"{words[:EXCERPT_LENGTH].rsplit(' ', 1)[0]}…"


def _is_visible(row: Destination, user: Reader) -> bool:
    """Whether the user may see the text that the destination names."""
    records = {row.instrument.record} if row.instrument else set()
    if row.version:
        records |= {row.version.record, row.version.instrument.record}
    return all(each.access == "public" or each.is_visible_to(user) for each in records)


def _text_context(
    imported: Import,
    row: Destination,
    preview: Preview,
    user: Reader,
    language_checks: Mapping[str, language_check.LanguageCheck],
    seen: int,
) -> dict[str, Any]:
    """One text of the file, and its destination."""
    own_text = preview.owns[row.root]
    language = get_language() or "en"
    kind = str(row.get_kind_display()) if row.kind else ""
    body = row.body.say("title").text if row.body else _unlisted_body_fact(own_text.text, language)
    facts = [
        kind,
        formats.with_brackets(body, _("detected from the first lines"), language)
        if row.body_line
        else body,
        row.label,
        str(row.get_state_display()),
        formats.date(row.date, language) if row.date else "",
        row.meeting,
    ]
    target = ""
    if row.published_as == Destination.As.VERSION and row.instrument:
        target = str(row.instrument)
    elif row.published_as == Destination.As.LANGUAGE and row.version:
        target = names.full_version_name(row.version)
    if target and not _is_visible(row, user):
        target = _("a text not accessible to you")
    query = f"?{urlencode({'text': row.root})}" if row.root else ""

    def in_file(eid: str) -> str:
        return provision_url(imported, own_text.in_file(eid))

    return {
        "name": text_name(own_text.text),
        "symbol": in_sentence_case(own_text.text.symbol),
        "title": own_text.text.title or ("" if own_text.text.symbol else text_name(own_text.text)),
        "published_as": row.get_published_as_display(),
        "into": target,
        "what": formats.list_separator(language).join(each for each in facts if each),
        "url": f"{reverse('instruments:destination', args=[imported.pk])}{query}",
        "provisions": sum(1 for _each in own_text.text.walk()),
        "left_out": row.published_as == Destination.As.NOTHING,
        "choice": f"{working_copy.decision_token_from(seen, [row])} {row.root}",
        "former": row.former,
        "result": row.result,
        "withdraw": f"{row.result.get_absolute_url()}withdraw/" if row.result else "",
        "apart": language_check.check_context(language_checks[row.root], in_file)
        if row.root in language_checks
        else {},
    }


def _known_symbols(
    rows: Iterable[Destination], owns: Mapping[str, OwnText], user: Reader
) -> dict[str, str]:
    """The text of the site that has the symbol of a text published as a new one, by root; few have one."""
    into = (Destination.As.VERSION, Destination.As.LANGUAGE)
    new = [row for row in rows if row.published_as not in into]
    held = held_instruments((owns[row.root].text, row.kind, row.body) for row in new)
    return {
        row.root: str(each)
        for row, each in zip(new, held, strict=True)
        if each is not None and (each.record.access == "public" or each.record.is_visible_to(user))
    }


def _unlisted_body_fact(text: Text, language: str) -> str:
    """The name of a body that the text names and the site does not list; empty where there is none."""
    name = unlisted_body(text) or text.body
    return formats.with_brackets(name, _("body not listed"), language) if name else ""


def preview_segments(
    imported: Import, rows: Sequence[PreviewRow], text: Text, *, at: str, first: bool
) -> list[Segment[dict[str, Any]]]:
    """The provisions of a preview for the template, its masthead and table of contents folded.

    They are open where a provision in them is corrected or doubtful.
    """
    return fold_front(
        preview_rows(imported, rows, text),
        lambda row: FrontLine(row["kind"], row["bare"], text.language),
        first=first,
        opens=lambda row: row["uncertain"] or row["id"] == at,
    )


def preview_rows(imported: Import, rows: Sequence[PreviewRow], text: Text) -> list[dict[str, Any]]:
    """The provisions of a preview for the template."""
    starts = {part.root for part in text.parts if part.root}
    return [
        {
            "id": row.provision.id,
            "kind": row.provision.kind,
            "bare": row.provision.text,
            "anchor": anchor(row.provision.id),
            "uncertain": row.uncertain,
            "label": row.provision.label,
            "words": render_revisions(row.provision.runs),
            "change": row.provision.change or "",
            "deep": f"deep{min(row.level, 5)}",
            "name": _provision_name(row.provision, text.language),
            "facts": _provision_facts(row, starts),
            "notes": [engine_messages.translate_message(note.message) for note in row.notes],
            "inferred": row.provision.inferred,
            "url": provision_url(imported, row.provision.id),
        }
        for row in rows
    ]


def _provision_name(provision: Provision, text_language: str) -> str:
    number = format.number_for_reader(provision.label, provision.number, text_language)
    return format.numbered_name(provision.kind, number)


CHANGE_NAMES = {
    "inserted": lambda: pgettext("provision", "inserted"),
    "deleted": lambda: pgettext("provision", "deleted"),
    "changed": lambda: pgettext("provision", "changed"),
    "moved": lambda: pgettext("provision", "moved"),
}


def _provision_facts(row: PreviewRow, starts: set[str]) -> str:
    language = get_language() or "en"
    provision = row.provision
    facts = [str(NAMES[provision.kind])]
    if row.level:
        facts.append(
            pgettext("level of a provision", "level %(n)s")
            % {"n": formats.number(row.level + 1, language)}
        )
    if provision.change:
        change_name = CHANGE_NAMES.get(provision.change)
        facts.append(change_name() if change_name else provision.change)
    if provision.id in starts:
        facts.append(_("start of a separate text"))
    return formats.list_separator(language).join(facts)


def render_revisions(runs: Sequence[Run]) -> SafeString:
    """Text with its tracked changes marked."""
    pieces = []
    for run in runs:
        inside = wording.render_runs([run])
        if run.revision is None:
            pieces.append(inside)
        elif run.revision.op == "deleted":
            pieces.append(wording.render_deleted(inside))
        else:
            pieces.append(wording.render_inserted(inside))
    return format_html_join("", "{}", ((each,) for each in pieces))


def page_links(imported: Import, at: int, count: int) -> dict[str, str]:
    """The position in a long preview, with links; empty for a single page."""
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
    """The HTML id of a provision in the preview."""
    return f"p-{quote(eid)}"


def provision_url(imported: Import, eid: str) -> str:
    """The preview with one provision open for correction."""
    base = imported.get_absolute_url()
    return f"{base}?at={quote(eid)}#{anchor(eid)}" if eid else base


def follow_provision(imported: Import, before: Preview, edits: Sequence[Edit], eid: str) -> str:
    """The id that a provision has after corrections; ids change where the structure did."""
    edit = edits[-1] if edits else Edit("kind", eid)
    position = working_copy.position_after(before.text, replace(edit, id=eid))
    return working_copy.id_at_position(working_copy.current_text(imported), position)


def translate_fault(fault: Fault) -> Fault:
    """A Fault with the engine's message in the reader's language."""
    if isinstance(fault.__cause__, TextError):
        return Fault(
            engine_messages.translate_message(fault.__cause__.problem),
            engine_messages.translate_message(fault.__cause__.mend),
        )
    return fault
