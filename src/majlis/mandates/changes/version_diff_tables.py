"""Tables and sentences of the difference between the mandates of two versions."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations import format
from majlis.instruments.models import Version
from majlis.instruments.texts.wording import render_deleted, render_inserted, render_redline
from majlis.kernel.languages import direction
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.templatetags.look import percent
from majlis.mandates.changes.version_diff import (
    CHANGED,
    ENDED,
    KEPT,
    NEW,
    UNREAD,
    DiffRow,
    DiffSide,
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
            CHANGED: pgettext_lazy("mandates of a version", "Changed"),
            NEW: pgettext_lazy("mandates of a version", "New"),
            ENDED: _("Ended: left out"),
        }
    headings = {
        **heads,
        UNREAD: _("The paragraph is there; nobody has judged yet what it asks"),
        KEPT: _("As they were"),
    }
    return str(headings[what])


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


def diff_columns(*, proposed: bool) -> tuple[Column[DiffRow], ...]:
    """The columns of the page, with the wording before and after, and those of the files."""
    return (
        Column("mandate", _("Mandate"), _mandate_cell),
        Column(
            "addressees",
            _("Who is asked"),
            lambda row: table.entity_links(row.latest.named.get("asked", ())),
        ),
        Column(
            "strength",
            pgettext_lazy("mandate", "Force"),
            lambda row: table.force_label(row.latest.source.force),
        ),
        Column("wording", _("The words that ask"), _wording_cell),
        Column("changed", _("What of it changed"), _changed_fields_cell),
        Column(
            "number",
            _("Number"),
            value=lambda row: row.latest.mandate.slug,
            meaning=_("of the mandate, in the later version where it is in both"),
        ),
        Column(
            "change",
            _("What changed"),
            value=lambda row: row.what,
            meaning="changed, new, ended, unread, kept",
        ),
        Column(
            "standing",
            _("Standing"),
            value=lambda row: "would be" if proposed and row.what not in (KEPT, UNREAD) else "",
            meaning=_("would be, where the later version is not adopted yet"),
        ),
        Column(
            "fields",
            _("What of it"),
            value=lambda row: row.fields,
            meaning=_("fields, parted by semicolons"),
        ),
        Column(
            "force", pgettext_lazy("mandate", "Force"), value=lambda row: row.latest.source.force
        ),
        Column(
            "asked",
            _("Who is asked"),
            value=lambda row: [entity.slug for entity in row.latest.named.get("asked", ())],
            meaning=_("actors, as their pages are addressed, parted by semicolons"),
        ),
        Column(
            "provision_before",
            _("Provision before"),
            value=lambda row: row.old.source.provision.eid if row.old else "",
            meaning=_("its id in the earlier version"),
        ),
        Column(
            "provision",
            _("Provision"),
            value=lambda row: row.new.source.provision.eid if row.new else "",
            meaning=_("its id in the later version"),
        ),
        Column(
            "language",
            _("Language"),
            value=_language,
            meaning=_("code: the one in which the words are given"),
        ),
        Column("before", _("Words before"), value=lambda row: _text(row, row.old)),
        Column("after", _("Words after"), value=lambda row: _text(row, row.new)),
        Column(
            "address",
            _("Address"),
            value=lambda row: f"mandates/{row.latest.mandate.slug}",
            meaning=_("of its page, under a language"),
        ),
    )


def _language(row: DiffRow) -> str:
    return row.language(get_language() or "en")


def _text(row: DiffRow, side: DiffSide | None) -> str:
    """The words of a mandate in one of the versions, in the language in which the row is shown."""
    words: str = side.words.get(_language(row), {}).get("text", "") if side is not None else ""
    return words


def _mandate_cell(row: DiffRow) -> parts.Cell:
    side = row.latest
    label = side.words.get(_language(row), {}).get("label", "")
    return parts.Cell(
        format_html("<bdi>{}</bdi>", side.mandate.slug),
        side.mandate.get_absolute_url(),
        format.provision_name(side.source.provision, label),
    )


def _wording_cell(row: DiffRow) -> SafeString:
    language, old, new = _language(row), _text(row, row.old), _text(row, row.new)
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
