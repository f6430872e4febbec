"""Verbs of the room: load a profile; propose, accept, withdraw and correct a cell; correct a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from majlis.framework import loading
from majlis.framework.lifecycle import LINK
from majlis.framework.models import Agreement, Concept, LabelMark, Link, Matrix, VerificationStatus
from majlis.framework.profile_reader import Profile
from majlis.framework.queries.matrices import has_cell
from majlis.kernel.editing import require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.records import create_record, mark_changed, set_wording
from majlis.kernel.verbs import Act, verb


@dataclass(frozen=True)
class CellContent:
    """The content of a cell: targets, the reason in one language, source, verification."""

    targets: Collection[Concept]
    rationale: str
    language: str
    source: str
    verified: str = VerificationStatus.NO


@verb("framework.load_profile")
def load_profile(act: Act, profile: Profile) -> loading.LoadResult:
    """Load a profile that was read and checked.

    Audited as one entry, with counts and the addresses of values that a person had corrected.
    """
    loaded = loading.load(profile)
    if loaded.has_changes:
        act.note(new={"profile": profile.key, **loaded.summary()})
    else:
        act.unchanged()
    return loaded


def _content_faults(column: Concept, content: CellContent) -> dict[str, StrOrPromise]:
    errors: dict[str, StrOrPromise] = {}
    if not content.source.strip():
        errors["source"] = _("Enter the source: a document, page or decision.")
    if content.language not in LANGUAGE_CODES:
        errors["rationale"] = _("Select the language of the reason.")
    if content.verified not in VerificationStatus.values:
        errors["verified"] = _("Select a verification status.")
    if any(each.parent_id != column.pk for each in content.targets):
        errors["targets"] = _("Select only targets of this column.")
    return errors


def _audit_values(link: Link) -> dict[str, JSON]:
    return {
        "targets": sorted(each.code for each in link.targets.all()),
        "source": link.source,
        "verified": str(link.verified),
    }


def _write_content(act: Act, link: Link, content: CellContent, old: dict[str, JSON]) -> None:
    """Save the content and audit what differs."""
    link.source, link.verified, link.held = content.source.strip(), content.verified, True
    link.save()
    link.targets.set(content.targets)
    words = _write_reason(link, content)
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


def _write_reason(link: Link, content: CellContent) -> dict[str, dict[str, JSON]]:
    """Save the reason. The first one is the original; one in another language is its translation."""
    text, wordings = content.rationale.strip(), link.record.wordings.filter(field="rationale")
    if not text and not wordings.filter(language=content.language).exists():
        return {}
    original = wordings.filter(status="authentic").exclude(text="").first()
    status = "translated" if original and original.language != content.language else "authentic"
    return set_wording(link.record, "rationale", content.language, text, status)


@verb("framework.propose_link")
def propose_link(
    act: Act, matrix: Matrix, row: Concept, column: Concept, content: CellContent
) -> Link:
    """Propose that a concept serves another, with a source; it counts once it is accepted.

    A withdrawn cell can be proposed again. Raises InvalidInput, and WrongState where the cell is
    proposed or accepted already.
    """
    errors = _content_faults(column, content)
    if not has_cell(matrix, row, column):
        errors[""] = _("This cell is not in the matrix. Select another row or column.")
    if errors:
        raise InvalidInput(errors)
    link = (
        Link.objects.select_for_update(of=("self",))
        .select_related("record", "row__record", "column")
        .filter(matrix=matrix, row=row, column=column)
        .first()
    )
    if link is None:
        record = create_record("link", loading.link_address(matrix, row.code, column.code))
        link = Link.objects.create(record=record, matrix=matrix, row=row, column=column)
        old: dict[str, JSON] = {}
    else:
        old = _audit_values(link) | LINK.move(link, "framework.propose_link")["old"]
    link.agreement = Agreement.PEOPLE
    _write_content(act, link, content, old)
    return link


@verb("framework.accept_link")
def accept_link(act: Act, link: Link) -> Link:
    """Accept a proposed cell, which counts from now on.

    Raises InvalidInput without a source, and WrongState where it is not proposed.
    """
    if not link.source.strip():
        raise InvalidInput({"source": _("Enter the source before accepting the cell.")})
    transition = LINK.move(link, "framework.accept_link")
    _mark_held(link)
    act.note(link, **transition)
    return link


@verb("framework.withdraw_link")
def withdraw_link(act: Act, link: Link, *, reason: str) -> Link:
    """Withdraw a cell, with a reason; it stays readable and no longer counts.

    Raises InvalidInput without a reason, and WrongState where it is withdrawn already.
    """
    require_reason(reason, _("Enter a reason. It is retained in the history."))
    transition = LINK.move(link, "framework.withdraw_link")
    _mark_held(link)
    act.note(link, reason=reason.strip(), **transition)
    return link


def _mark_held(link: Link) -> None:
    link.held = True
    link.save(update_fields=["held"])
    mark_changed(link.record)


@verb("framework.correct_link")
def correct_link(act: Act, link: Link, content: CellContent) -> Link:
    """Correct the targets, the reason, the source or the verification of a cell.

    Raises InvalidInput without a source.
    """
    errors = _content_faults(link.column, content)
    if errors:
        raise InvalidInput(errors)
    locked: Link = (
        Link.objects.select_for_update(of=("self",))
        .select_related("record", "row__record", "column")
        .get(pk=link.pk)
    )
    _write_content(act, locked, content, _audit_values(locked) | {"state": locked.state})
    return locked


@verb("framework.correct_label")
def correct_label(
    act: Act, concept: Concept, *, language: str, text: str, source: str, verified: str
) -> Concept:
    """Correct the name of a concept in one language, with its source. Raises InvalidInput."""
    errors: dict[str, StrOrPromise] = {}
    if language not in LANGUAGE_CODES:
        errors["language"] = _("Select one of the six official languages.")
    if not text.strip():
        errors["text"] = _("Enter the name.")
    if not source.strip():
        errors["source"] = _("Enter the source: a document, page or decision.")
    if verified not in VerificationStatus.values:
        errors["verified"] = _("Select a verification status.")
    if errors:
        raise InvalidInput(errors)
    wording = concept.record.wordings.filter(field="title", language=language).first()
    status = wording.status if wording and wording.status != "lagging" else "translated"
    changes = set_wording(concept.record, "title", language, text.strip(), status)
    mark, created = LabelMark.objects.get_or_create(
        concept=concept, language=language, defaults={"verified": concept.verified}
    )
    if not changes and not created and (mark.verified, mark.source) == (verified, source.strip()):
        act.unchanged()
        return concept
    old = {**changes.get("old", {}), "verified": str(mark.verified), "source": mark.source}
    mark.verified, mark.source, mark.held = verified, source.strip(), True
    mark.save()
    mark_changed(concept.record)
    act.note(
        concept,
        old=old,
        new={**changes.get("new", {}), "verified": verified, "source": source.strip()},
    )
    return concept
