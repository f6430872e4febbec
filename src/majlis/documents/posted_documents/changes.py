"""What a revision changed: its text compared with that of the version before it, as rows and as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.documents.models import DocumentFile, VersionKind
from majlis.documents.posted_documents.queries import VersionFiles
from majlis.documents.posted_documents.reading import read_text
from majlis.instruments.comparisons.queries import CHANGE_OPS, ChangeCount
from majlis.instruments.comparisons.tables import CHANGE_NAMES
from majlis.instruments.texts.queries import ROW_LENGTH
from majlis.instruments.texts.wording import (
    LINE_BREAK,
    render_deleted,
    render_inserted,
    render_redline,
)
from majlis.kernel.languages import direction
from majlis.look import formats
from majlis.look.bidi import joined
from majlis.textkit.compare import compare
from majlis.textkit.compare.result import ChangeItem, Comparison


def base_of(versions: Sequence[VersionFiles], revision: VersionFiles) -> VersionFiles | None:
    """The version that a revision replaces: the original or the revision before it; None for other kinds.

    ``versions``: those that the reader may see, in their order.
    """
    if revision.version.kind != VersionKind.REVISION:
        return None
    before = None
    for each in versions:
        if each.version.pk == revision.version.pk:
            return before
        before = each if each.is_base else before
    return None


def common_files(
    base: VersionFiles, revision: VersionFiles
) -> dict[str, tuple[DocumentFile, DocumentFile]]:
    """The files of both versions in each language in which both have a text that can be read."""
    old = {each.language: each for each in base.files if has_text(each)}
    return {
        each.language: (old[each.language], each)
        for each in revision.files
        if each.language in old and has_text(each)
    }


def has_text(file: DocumentFile) -> bool:
    """Whether a file of ``without_text`` has a text."""
    return bool(getattr(file, "has_text", False))


def compare_files(old: DocumentFile, new: DocumentFile) -> Comparison | None:
    """The comparison of two files; None where one of them cannot be read."""
    before, after = read_text(old.text), read_text(new.text)
    return compare(before, after) if before is not None and after is not None else None


@dataclass(frozen=True)
class ChangeRow:
    """A change as the template of comparisons draws it; see ``instruments/comparisons/rows.html``."""

    op: str
    id: str
    url: str
    name: str
    label: str
    words: SafeString
    note: str
    size: int
    also: tuple[str, ...] = ()


def change_counts(comparison: Comparison) -> list[ChangeCount]:
    """The number of provisions for each kind of change that occurs."""
    ops = [each.op for each in comparison.changes]
    return [ChangeCount(op, ops.count(op)) for op in CHANGE_OPS if op in ops]


def change_rows(comparison: Comparison, *, only_changes: bool) -> list[ChangeRow]:
    """The provisions of both texts with what changed in them; those that are empty on both sides are left out."""
    return [
        _row(item, number)
        for number, item in enumerate(comparison.changes, 1)
        if not (only_changes and item.op == "equal")
        and (item.old_text or item.new_text or item.old_label or item.new_label)
    ]


def _row(item: ChangeItem, number: int) -> ChangeRow:
    identity = f"change-{number}"
    label = item.new_label if item.new else item.old_label
    return ChangeRow(
        op=item.op,
        id=identity,
        url=f"#{identity}",
        name=label or pgettext("provision", "paragraph without a number"),
        label=_label(item),
        words=render_redline(item.old_text, item.new_text),
        note=_note(item),
        size=ROW_LENGTH + max(len(item.old_text), len(item.new_text)),
    )


def _label(item: ChangeItem) -> str:
    """The label of a provision; both, where it changed."""
    old, new = item.old_label or "", item.new_label or ""
    if item.old and item.new and item.renumbered and old != new:
        return SafeString(
            (render_deleted(old) if old else "")
            + LINE_BREAK
            + (render_inserted(new) if new else "")
        )
    return new if item.new else old


def _note(item: ChangeItem) -> str:
    """The kind of change, in words."""
    language = get_language() or "en"
    if item.op == "moved" and item.old_label:
        return _("moved from %(number)s") % {"number": item.old_label}
    note = "" if item.op == "equal" else str(CHANGE_NAMES[item.op])
    if item.renumbered and item.op in ("equal", "changed"):
        pieces = [each for each in (note, pgettext("provision", "renumbered")) if each]
        return joined(formats.list_separator(language).join(pieces))
    return note


def text_direction(language: str) -> str:
    """The direction of a language."""
    return direction(language)
