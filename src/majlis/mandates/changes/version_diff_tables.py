"""Tables and sentences of the difference between the mandates of two versions."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations import format
from majlis.instruments.core.subqueries import chain_from
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
from majlis.mandates.core import periods, table
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
            CHANGED: _("Mandates that would change"),
            NEW: _("Mandates that would be new"),
            ENDED: _("Mandates that would end (omitted)"),
        }
    else:
        heads = {
            CHANGED: pgettext_lazy("mandates of a version", "Changed mandates"),
            NEW: pgettext_lazy("mandates of a version", "New mandates"),
            ENDED: _("Ended mandates (omitted)"),
        }
    headings = {
        **heads,
        UNREAD: _("Mandates not yet checked in the later version"),
        KEPT: pgettext_lazy("mandates of a version", "Unchanged mandates"),
    }
    return str(headings[what])


def diff_summary(
    diff: VersionDiff, *, proposed: bool, findings_urls: tuple[str, str] = ("", "")
) -> list[str]:
    """The number of mandates in each group, and the share that is unchanged.

    A share is not known while findings of either version are not checked: their number is in its
    place. ``findings_urls`` lead to those of the earlier and of the later version; each is empty for a
    reader who may not check them.
    """
    language = get_language() or "en"
    counts = diff.counts
    sentences = [
        f"{change_heading(what, proposed=proposed)}{formats.colon(language)}{formats.number(counts[what], language)}"
        for what in (CHANGED, NEW, ENDED, UNREAD, KEPT)
        if counts[what]
    ]
    unchecked = _unchecked_sentences(diff, findings_urls)
    if unchecked:
        sentences += unchecked
    elif diff.before:
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


def _unchecked_sentences(diff: VersionDiff, findings_urls: tuple[str, str]) -> list[str]:
    """For each version that is not fully checked, how many of its findings are not, with a link to them."""
    language = get_language() or "en"
    sentences: list[str] = []
    messages = (
        ngettext(
            "%(unchecked)s of %(all)s finding of the earlier version is not checked yet",
            "%(unchecked)s of %(all)s findings of the earlier version are not checked yet",
            diff.earlier.findings,
        ),
        ngettext(
            "%(unchecked)s of %(all)s finding of the later version is not checked yet",
            "%(unchecked)s of %(all)s findings of the later version are not checked yet",
            diff.later.findings,
        ),
    )
    for counts, message, url in zip(
        (diff.earlier, diff.later), messages, findings_urls, strict=True
    ):
        if counts.unchecked:
            sentence = message % {
                "unchecked": formats.number(counts.unchecked, language),
                "all": formats.number(counts.findings, language),
            }
            sentences.append(format_html('<a href="{}">{}</a>', url, sentence) if url else sentence)
    return sentences


def diff_columns(*, proposed: bool) -> tuple[Column[DiffRow], ...]:
    """The columns of the page, with the wording before and after, and those of the files."""
    return (
        Column("mandate", pgettext_lazy("mandate", "Mandate"), _mandate_cell),
        Column(
            "addressees",
            pgettext_lazy("mandate", "Addressees"),
            lambda row: table.entity_links(row.latest.named.get("asked", ())),
        ),
        Column(
            "strength",
            pgettext_lazy("mandate", "Force"),
            lambda row: table.force_label(row.latest.source.force),
        ),
        Column("wording", _("Text of the request"), _wording_cell),
        Column(
            "changed", pgettext_lazy("column of a table", "Changed fields"), _changed_fields_cell
        ),
        Column(
            "number",
            pgettext_lazy("number of a record", "Number"),
            value=lambda row: row.latest.mandate.slug,
            meaning=_("mandate number; that of the later version if the mandate is in both"),
        ),
        Column(
            "change",
            pgettext_lazy("changes between versions", "Changes"),
            value=lambda row: row.what,
            meaning="changed, new, ended, unread, kept",
        ),
        Column(
            "standing",
            pgettext_lazy("mandate", "Legal status"),
            value=lambda row: "would be" if proposed and row.what not in (KEPT, UNREAD) else "",
            meaning=_("“would be” if the later version is not yet adopted"),
        ),
        Column(
            "fields",
            pgettext_lazy("column of a table", "Changed fields"),
            value=lambda row: row.fields,
            meaning=_("fields, separated by semicolons"),
        ),
        Column(
            "force", pgettext_lazy("mandate", "Force"), value=lambda row: row.latest.source.force
        ),
        Column(
            "asked",
            pgettext_lazy("mandate", "Addressees"),
            value=lambda row: [entity.slug for entity in row.latest.named.get("asked", ())],
            meaning=_("entity identifiers (as in page addresses), separated by semicolons"),
        ),
        Column(
            "provision_before",
            pgettext_lazy("column of a table", "Earlier provision"),
            value=lambda row: row.old.source.provision.eid if row.old else "",
            meaning=_("identifier in the earlier version"),
        ),
        Column(
            "provision",
            pgettext_lazy("column of a table", "Provision"),
            value=lambda row: row.new.source.provision.eid if row.new else "",
            meaning=_("identifier in the later version"),
        ),
        Column(
            "language",
            pgettext_lazy("language", "Language"),
            value=_language,
            meaning=_("language code of the text"),
        ),
        Column(
            "before",
            pgettext_lazy("column of a table", "Earlier wording"),
            value=lambda row: _text(row, row.old),
        ),
        Column(
            "after",
            pgettext_lazy("column of a table", "Later wording"),
            value=lambda row: _text(row, row.new),
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda row: f"mandates/{row.latest.mandate.slug}",
            meaning=_("path of the page of the mandate, after the language code"),
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
    language = _language(row)
    words = side.words.get(language)
    return parts.Cell(
        format_html("<bdi>{}</bdi>", side.mandate.slug),
        side.mandate.get_absolute_url(),
        format.provision_reference(chain_from(Version(), words["at"]))
        if words
        else format.provision_name(side.source.provision),
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
            lines.append(format_html("{}", _("Text of the request")))
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
    value = str(getattr(source, name))
    if name == "recurrence":
        return periods.period_text(value)
    if name == "deadline" and value:
        return formats.date(value, get_language() or "en")
    return value
