"""Tables and sentences of the difference between the mandates of two versions."""

from __future__ import annotations

from collections.abc import Sequence

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
from majlis.mandates.models import MandateSource


def is_proposed(new: Version) -> bool:
    """Whether the later version is neither in force nor has been, so that its changes are only proposed."""
    return new.state not in EFFECTIVE_STATES


def change_heading(what: str, *, proposed: bool) -> str:
    """The heading of a group of mandates."""
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


def diff_summary(diff: VersionDiff, *, proposed: bool) -> list[str]:
    """The number of mandates in each group, and the share that is unchanged."""
    language = get_language() or "en"
    counts = diff.counts
    sentences = [
        f"{change_heading(what, proposed=proposed)}{formats.colon(language)}{formats.number(counts[what], language)}"
        for what in (CHANGED, NEW, ENDED, UNREAD, KEPT)
        if counts[what]
    ]
    if diff.before:
        message = ngettext(
            "%(kept)s of %(all)s mandate of the earlier version is unchanged (%(share)s)",
            "%(kept)s of %(all)s mandates of the earlier version are unchanged (%(share)s)",
            diff.before,
        )
        sentences.append(
            message
            % {
                "kept": formats.number(counts[KEPT], language),
                "all": formats.number(diff.before, language),
                "share": percent(int(100 * counts[KEPT] / diff.before)),
            }
        )
    return sentences


def diff_table(rows: Sequence[DiffRow], caption: str) -> parts.Table:
    """The mandates with their wording before and after."""
    columns = [
        parts.Column(_("Mandate")),
        parts.Column(_("Who is asked")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("The words that ask")),
        parts.Column(_("What of it changed")),
    ]
    return parts.Table(columns, [_cells(each) for each in rows], caption, headed=True)


def _cells(row: DiffRow) -> parts.TableRow:
    side = row.latest
    language = row.language(get_language() or "en")
    label = side.words.get(language, {}).get("label", "")
    return [
        parts.Cell(
            format_html("<bdi>{}</bdi>", side.mandate.slug),
            side.mandate.get_absolute_url(),
            format.provision_name(side.source.provision, label),
        ),
        table.entity_links(side.named.get("asked", ())),
        table.force_label(side.source.force),
        _wording_cell(row, language),
        _changed_fields_cell(row),
    ]


def _wording_cell(row: DiffRow, language: str) -> SafeString:
    old, new = (
        side.words.get(language, {}).get("text", "") if side is not None else ""
        for side in (row.old, row.new)
    )
    if row.what == NEW:
        wording = render_inserted(new)
    elif row.what == ENDED:
        wording = render_deleted(old)
    elif row.what == CHANGED and old and new:
        wording = render_redline(old, new)
    else:
        wording = format_html("{}", new or old)
    return format_html(
        '<span class="diff" lang="{}" dir="{}">{}</span>', language, direction(language), wording
    )


def _changed_fields_cell(row: DiffRow) -> SafeString | str:
    """The fields that differ, with the old and the new value where the field has a single value."""
    language = get_language() or "en"
    old, new = row.old, row.new
    if old is None or new is None or not row.fields:
        return "—" if row.what == KEPT else ""
    lines = []
    for name in row.fields:
        if name == "words":
            lines.append(format_html("{}", _("Words")))
        elif name in old.named or name in new.named:
            lines.append(format_html("{}", LABELS[name]))
        else:
            old_value, new_value = (_field_value(side.source, name) or "—" for side in (old, new))
            arrow = "←" if direction(language) == "rtl" else "→"
            lines.append(
                format_html(
                    "{}{}<bdi>{}</bdi> {} <bdi>{}</bdi>",
                    LABELS[name],
                    formats.colon(language),
                    old_value,
                    arrow,
                    new_value,
                )
            )
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def _field_value(source: MandateSource, name: str) -> str:
    if name in ("force", "kind"):
        return str(getattr(source, f"get_{name}_display")())
    return str(getattr(source, name))
