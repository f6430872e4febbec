"""Verbs of bodies: their data, mandate texts and membership rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import note_changes, set_values
from majlis.kernel.errors import InvalidInput
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Circle, Record, WordingStatus
from majlis.kernel.records import (
    correct_texts,
    create_record,
    get_or_create_circle,
    set_wording,
)
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.dates import check_dates
from majlis.parties.models import Body, MembershipRule, Organisation

BODY_FIELDS = [
    "sort",
    "abbreviation",
    "established",
    "mandate_reference",
    "rule",
    "kinds",
    "position",
    "source",
    "verified",
]


def circle_of_body(body: Body) -> Circle:
    """The circle of the members of a body, created if it does not exist.

    It admits members, chairs and the secretariat of the body, and the secretariat of the site;
    ``admit_member`` adds focal points and delegates of member organizations.
    """
    return get_or_create_circle(
        f"body:{body.slug}",
        *({"role": role, "scope": body.record} for role in ("member", "chair", "secretariat")),
        {"role": "secretariat"},
    )


def _set_wordings(
    record: Record, words: Mapping[str, Mapping[str, str]], authentic: str
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {}
    for field, texts in words.items():
        for language, text in texts.items():
            status = WordingStatus.AUTHENTIC if language == authentic else WordingStatus.TRANSLATED
            changed = set_wording(record, field, language, text, status) if text else {}
            old |= changed.get("old", {})
            new |= changed.get("new", {})
    return old, new


@verb("parties.load_body")
def load_body(
    act: Act,
    /,
    slug: str,
    *,
    words: Mapping[str, Mapping[str, str]],
    parent: Body | None = None,
    authentic: str = "",
    **values: str | int | list[str],
) -> Body:
    """Create a body, or update it to these values; equal values change nothing. Raises InvalidInput."""
    check_dates(str(values.get("established", "")), "")
    body: Body | None = Body.objects.select_related("record").filter(slug=slug).first()
    if body is None:
        record = create_record("body", f"bodies/{slug}", words, authentic=authentic)
        body = Body(record=record, slug=slug, parent=parent)
        set_values(body, BODY_FIELDS, values)
        body.save(force_insert=True)
        circle_of_body(body)
        act.note(body, new={"title": dict(words.get("title", {}))})
        return body
    old, new = set_values(body, BODY_FIELDS, values)
    if body.parent_id != (parent.pk if parent else None):
        old["parent"], new["parent"] = body.parent_id, parent.pk if parent else None
        body.parent = parent
    reworded = _set_wordings(body.record, words, authentic)
    old, new = old | reworded[0], new | reworded[1]
    if new:
        body.save()
    note_changes(act, body, old, new)
    return body


@verb("parties.change_body")
def change_body(
    act: Act,
    /,
    body: Body,
    *,
    words: Mapping[str, Mapping[str, str]],
    named: list[Organisation] | None = None,
    **values: str | int | list[str],
) -> Body:
    """Change the mandate, texts or membership rule of a body. Raises InvalidInput by field.

    The original keeps its language; if it changes, its translations become lagging. An empty text
    removes the text in that language.
    """
    faults = {}
    if values.get("rule", body.rule) not in MembershipRule.values:
        faults["rule"] = _("Select a membership rule.")
    if values.get("rule", body.rule) == MembershipRule.KINDS and not values.get(
        "kinds", body.kinds
    ):
        faults["kinds"] = _("Select at least one kind of organization.")
    if faults:
        raise InvalidInput(faults)
    old, new = set_values(body, BODY_FIELDS, values)
    reworded = correct_texts(body.record, words)
    old, new = old | reworded[0], new | reworded[1]
    if named is not None:
        present, chosen = set(body.named.values_list("pk", flat=True)), {each.pk for each in named}
        if present != chosen:
            body.named.set(named)
            old["named"], new["named"] = sorted(present), sorted(chosen)
    body.save()
    note_changes(act, body, old, new)
    return body
