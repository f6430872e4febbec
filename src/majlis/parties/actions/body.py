"""Verbs of bodies: their data, mandate texts and membership rules."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from django.db.models import Max, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import note_changes, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
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

LONGEST_SLUG = 60
"""Maximum characters of the code of a body before its number."""
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


@verb("parties.add_body")
def add_body(
    act: Act,
    /,
    *,
    title: str,
    language: str,
    abbreviation: str = "",
    parent: Body | None = None,
    source: str = "",
) -> Body:
    """Add a body that no profile has; its name is not verified. Raises InvalidInput by field.

    ``title`` is its name in the ``language``, ``source`` the text that uses the name.
    """
    names = {"title": " ".join(title.split()), "abbreviation": abbreviation.strip()}
    faults: dict[str, StrOrPromise] = {}
    if not names["title"]:
        faults["title"] = _("Enter the name of the body.")
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("Select a language from the list.")
    for field, name in names.items():
        if name and _is_listed(name):
            faults[field] = _("A body of this name is already listed. Select it instead.")
    if faults:
        raise InvalidInput(faults)
    slug = _free_slug(slugify(names["abbreviation"]) or slugify(names["title"]) or "body")
    record = create_record(
        "body", f"bodies/{slug}", {"title": {language: names["title"]}}, authentic=language
    )
    last = Body.objects.aggregate(last=Max("position"))["last"] or 0
    body = Body.objects.create(
        record=record,
        slug=slug,
        parent=parent,
        abbreviation=names["abbreviation"],
        position=last + 1,
        source=source,
        verified="no",
    )
    circle_of_body(body)
    act.note(
        body,
        new={
            "title": {language: names["title"]},
            "abbreviation": body.abbreviation,
            "parent": parent.pk if parent else None,
            "source": source,
        },
    )
    return body


def _is_listed(name: str) -> bool:
    """Whether a body has this name, in any language and whatever its case."""
    return Body.objects.filter(
        Q(record__wordings__field="title", record__wordings__text__iexact=name)
        | Q(aliases__label__iexact=name)
        | Q(abbreviation__iexact=name)
    ).exists()


def _free_slug(stem: str) -> str:
    """The stem, cut to its length, else with the first free number from 2."""
    stem = stem[:LONGEST_SLUG].strip("-")
    taken = set(Body.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


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
