"""The difference between the mandates of two versions, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.models import Version
from majlis.instruments.texts.wording import render_deleted, render_inserted, render_redline
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import percent
from majlis.mandates.changes.version_diff import (
    CHANGED,
    ENDED,
    KEPT,
    NEW,
    UNREAD,
    DiffRow,
    VersionDiff,
)
from majlis.mandates.core import table
from majlis.mandates.core.progress import EFFECTIVE_STATES
from majlis.mandates.extraction.forms import LABELS


def is_proposed(new: Version) -> bool:
    """Whether what the later version does only would be so, as it is neither in force nor was."""
    return new.state not in EFFECTIVE_STATES


def change_heading(what: str, *, proposed: bool) -> str:
    """What became of mandates, as the head of their list."""
    if proposed:
        heads = {
            CHANGED: _("Would be changed"),
            NEW: _("Would be new"),
            ENDED: _("Would end: left out"),
        }
    else:
        heads = {
            CHANGED: pgettext("mandates of a version", "Changed"),
            NEW: pgettext("mandates of a version", "New"),
            ENDED: _("Ended: left out"),
        }
    return {
        **heads,
        UNREAD: _("The paragraph is there; nobody has judged yet what it asks"),
        KEPT: _("As they were"),
    }[what]


def diff_summary(found: VersionDiff, *, proposed: bool) -> list[str]:
    """How many are of which sort, and the share that is unchanged."""
    here = get_language() or "en"
    counts = found.counts
    said = [
        f"{change_heading(what, proposed=proposed)}{formats.colon(here)}{formats.number(counts[what], here)}"
        for what in (CHANGED, NEW, ENDED, UNREAD, KEPT)
        if counts[what]
    ]
    if found.before:
        words = ngettext(
            "%(kept)s of %(all)s mandate of the earlier version is unchanged (%(share)s)",
            "%(kept)s of %(all)s mandates of the earlier version are unchanged (%(share)s)",
            found.before,
        )
        said.append(
            words
            % {
                "kept": formats.number(counts[KEPT], here),
                "all": formats.number(found.before, here),
                "share": percent(int(100 * counts[KEPT] / found.before)),
            }
        )
    return said


def diff_table(rows: Sequence[DiffRow], caption: str) -> parts.Table:
    """Mandates with their words before and after."""
    columns = [
        parts.Column(_("Mandate")),
        parts.Column(_("Who is asked")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("The words that ask")),
        parts.Column(_("What of it changed")),
    ]
    return parts.Table(columns, [_cells(each) for each in rows], caption, headed=True)


def _cells(row: DiffRow) -> list[Any]:
    it = row.said
    shown = row.language(get_language() or "en")
    label = it.words.get(shown, {}).get("label", "")
    return [
        parts.Cell(
            format_html("<bdi>{}</bdi>", it.mandate.slug),
            it.mandate.get_absolute_url(),
            format.provision_name(it.source.provision, label),
        ),
        table.entity_links(it.named.get("asked", ())),
        table.force_label(it.source.force),
        _wording_cell(row, shown),
        _changed_fields_cell(row),
    ]


def _wording_cell(row: DiffRow, shown: str) -> SafeString:
    old, new = (
        side.words.get(shown, {}).get("text", "") if side is not None else ""
        for side in (row.old, row.new)
    )
    if row.what == NEW:
        said = render_inserted(new)
    elif row.what == ENDED:
        said = render_deleted(old)
    elif row.what == CHANGED and old and new:
        said = render_redline(old, new)
    else:
        said = format_html("{}", new or old)
    return format_html(
        '<span class="diff" lang="{}" dir="{}">{}</span>', shown, direction(shown), said
    )


def _changed_fields_cell(row: DiffRow) -> SafeString | str:
    """The fields that differ, each with what it was and is where it is a value."""
    here = get_language() or "en"
    old, new = row.old, row.new
    if old is None or new is None or not row.fields:
        return "—" if row.what == KEPT else ""
    made = []
    for name in row.fields:
        if name == "words":
            made.append(format_html("{}", _("Words")))
        elif name in old.named or name in new.named:
            made.append(format_html("{}", LABELS[name]))
        else:
            was, now = (_field_value(side.source, name) or "—" for side in (old, new))
            arrow = "←" if direction(here) == "rtl" else "→"
            made.append(
                format_html(
                    "{}{}<bdi>{}</bdi> {} <bdi>{}</bdi>",
                    LABELS[name],
                    formats.colon(here),
                    was,
                    arrow,
                    now,
                )
            )
    return format_html_join(SafeString("<br>"), "{}", ((each,) for each in made))


def _field_value(source: Any, name: str) -> str:
    if name in ("force", "kind"):
        return str(getattr(source, f"get_{name}_display")())
    return str(getattr(source, name))
