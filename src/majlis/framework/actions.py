"""The verbs of the room: load a profile; propose, accept, withdraw and correct a cell; correct a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.framework import loading
from majlis.framework.lifecycle import LINK
from majlis.framework.models import Agreement, Concept, LabelMark, Link, Matrix, VerificationStatus
from majlis.framework.profile_reader import Profile
from majlis.framework.queries.matrices import has_cell
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.records import create_record, mark_changed, set_wording
from majlis.kernel.verbs import Act, verb


@dataclass(frozen=True)
class CellContent:
    """What a person says of a cell: its targets, the reason in one language, the source, the mark."""

    targets: Collection[Concept]
    rationale: str
    language: str
    source: str
    verified: str = VerificationStatus.NO


@verb("framework.load_profile")
def load_profile(act: Act, profile: Profile) -> loading.LoadResult:
    """Load a profile that was read and checked. Audited as one entry, with counts and what was kept."""
    loaded = loading.load(profile)
    if loaded.anything:
        act.note(new={"profile": profile.key, **loaded.summary()})
    else:
        act.unchanged()
    return loaded


def _content_faults(column: Concept, given: CellContent) -> dict[str, StrOrPromise]:
    faults: dict[str, StrOrPromise] = {}
    if not given.source.strip():
        faults["source"] = _("Say where this is written: a document, a page, a decision.")
    if given.language not in LANGUAGE_CODES:
        faults["rationale"] = _("Choose one of the six languages for the reason.")
    if given.verified not in VerificationStatus.values:
        faults["verified"] = _("Choose how far this was compared with its source.")
    if any(each.parent_id != column.pk for each in given.targets):
        faults["targets"] = _("Choose targets of this column only.")
    return faults


def _audit_values(link: Link) -> dict[str, Any]:
    return {
        "targets": sorted(each.code for each in link.targets.all()),
        "source": link.source,
        "verified": str(link.verified),
    }


def _write_content(act: Act, link: Link, given: CellContent, old: dict[str, Any]) -> None:
    """Write what was said, and the audit of what differs."""
    link.source, link.verified, link.held = given.source.strip(), given.verified, True
    link.save()
    link.targets.set(given.targets)
    words = _write_reason(link, given)
    new = {**_audit_values(Link.objects.get(pk=link.pk)), "state": link.state}
    before = {**old, **words.get("old", {})}
    after = {**new, **words.get("new", {})}
    differing = [key for key in after if before.get(key) != after[key]]
    if not differing:
        act.unchanged()
        return
    mark_changed(link.record)
    act.note(
        link,
        old={key: before[key] for key in differing if key in before},
        new={key: after[key] for key in differing},
    )


def _write_reason(link: Link, given: CellContent) -> dict[str, dict[str, Any]]:
    """The first reason that is given is the original; a reason in another language translates it."""
    text, there = given.rationale.strip(), link.record.wordings.filter(field="rationale")
    if not text and not there.filter(language=given.language).exists():
        return {}
    original = there.filter(status="authentic").exclude(text="").first()
    status = "translated" if original and original.language != given.language else "authentic"
    return set_wording(link.record, "rationale", given.language, text, status)


@verb("framework.propose_link")
def propose_link(
    act: Act, matrix: Matrix, row: Concept, column: Concept, given: CellContent
) -> Link:
    """Propose that a concept serves another, with a source; nothing counts it until it is accepted.

    A cell that was withdrawn can be proposed again. Raises InvalidInput, and WrongState where the cell is
    proposed or accepted already.
    """
    faults = _content_faults(column, given)
    if not has_cell(matrix, row, column):
        faults[""] = _("This is no cell of the matrix. Choose a row and a column of it.")
    if faults:
        raise InvalidInput(faults)
    link = (
        Link.objects.select_for_update(of=("self",))
        .select_related("record", "row__record", "column")
        .filter(matrix=matrix, row=row, column=column)
        .first()
    )
    if link is None:
        record = create_record("link", loading.link_address(matrix, row.code, column.code))
        link = Link.objects.create(record=record, matrix=matrix, row=row, column=column)
        old: dict[str, Any] = {}
    else:
        old = _audit_values(link) | LINK.move(link, "framework.propose_link")["old"]
    link.agreement = Agreement.PEOPLE
    _write_content(act, link, given, old)
    return link


@verb("framework.accept_link")
def accept_link(act: Act, link: Link) -> Link:
    """Accept a proposed cell: from now on it counts. Raises WrongState, Faulty without a source."""
    if not link.source.strip():
        raise InvalidInput({"source": _("Say first where this is written, then accept it.")})
    moved = LINK.move(link, "framework.accept_link")
    _mark_held(link)
    act.note(link, **moved)
    return link


@verb("framework.withdraw_link")
def withdraw_link(act: Act, link: Link, *, reason: str) -> Link:
    """Withdraw a cell, with a reason: it stays to be read and counts nowhere. Raises WrongState, Faulty."""
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why: the reason stays in the history.")})
    moved = LINK.move(link, "framework.withdraw_link")
    _mark_held(link)
    act.note(link, reason=reason.strip(), **moved)
    return link


def _mark_held(link: Link) -> None:
    link.held = True
    link.save(update_fields=["held"])
    mark_changed(link.record)


@verb("framework.correct_link")
def correct_link(act: Act, link: Link, given: CellContent, *, seen: datetime | None = None) -> Link:
    """Correct the targets, the reason, the source or the mark of a cell.

    ``visible_remarks`` is when the cell had changed last as the person read it. Raises InvalidInput without a source,
    WrongState where it has changed since.
    """
    faults = _content_faults(link.column, given)
    if faults:
        raise InvalidInput(faults)
    now: Link = (
        Link.objects.select_for_update(of=("self",))
        .select_related("record", "row__record", "column")
        .get(pk=link.pk)
    )
    if seen is not None and now.record.changed_at != seen:
        raise WrongState()
    _write_content(act, now, given, _audit_values(now) | {"state": now.state})
    return now


@verb("framework.correct_label")
def correct_label(
    act: Act, concept: Concept, *, language: str, text: str, source: str, verified: str
) -> Concept:
    """Correct the name of a concept in one language, with the source. Raises InvalidInput."""
    faults: dict[str, StrOrPromise] = {}
    if language not in LANGUAGE_CODES:
        faults["language"] = _("Choose one of the six languages.")
    if not text.strip():
        faults["text"] = _("Write the name.")
    if not source.strip():
        faults["source"] = _("Say where this is written: a document, a page, a decision.")
    if verified not in VerificationStatus.values:
        faults["verified"] = _("Choose how far this was compared with its source.")
    if faults:
        raise InvalidInput(faults)
    there = concept.record.wordings.filter(field="title", language=language).first()
    status = there.status if there and there.status != "lagging" else "translated"
    words = set_wording(concept.record, "title", language, text.strip(), status)
    mark, made = LabelMark.objects.get_or_create(
        concept=concept, language=language, defaults={"verified": concept.verified}
    )
    if not words and not made and (mark.verified, mark.source) == (verified, source.strip()):
        act.unchanged()
        return concept
    old = {**words.get("old", {}), "verified": str(mark.verified), "source": mark.source}
    mark.verified, mark.source, mark.held = verified, source.strip(), True
    mark.save()
    mark_changed(concept.record)
    act.note(
        concept,
        old=old,
        new={**words.get("new", {}), "verified": verified, "source": source.strip()},
    )
    return concept
