"""Subqueries that add related records (body, instrument, parent provisions) to a page's query."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONArray, JSONObject, Left

from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.models import (
    BodyNames,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.kernel.models import Access, Record, Wording
from majlis.parties.models import Body

NAMING_LEVELS = 4
"""Ancestors of a provision that its name includes."""
NAME_LENGTH = 120
"""Characters of a provision that are read to name it."""
Chain = list[tuple[Provision, ProvisionWording | None]]
"""The ancestors of a provision with their wordings, then itself: see ``format.provision_reference``."""


def body_json(path: str) -> Subquery:
    """A subquery for the body at ``path`` of the outer row, to name and link it; see ``body_from``."""
    fields = {"pk": F("pk"), "slug": F("slug")}
    record = {"address": F("record__address"), "access": F("record__access")}
    bodies = Body.objects.filter(pk=OuterRef(path))
    return Subquery(bodies.values(json=JSONObject(**fields, **record))[:1])


def body_from(row: dict[str, Any] | None) -> Body | None:
    """The unsaved Body for a row of ``body_json``; its wordings are not loaded."""
    if row is None:
        return None
    record = Record(pk=row["pk"], kind="body", address=row["address"], access=row["access"])
    return Body(record=record, slug=row["slug"])


def symbol_subquery(language: str, **of: OuterRef) -> Subquery:
    """The symbol in a language of the outer version, or of the latest public version of an instrument."""
    languages = LanguageVersion.objects.filter(language=language, **of).exclude(symbol="")
    if "version" not in of:
        languages = languages.filter(
            version__record__access="public", version__reconstructed_from=None
        )
    return Subquery(languages.order_by("-version__position", "-pk").values("symbol")[:1])


def _body_names(path: str) -> Subquery:
    """The abbreviation of the public body at ``path`` of the outer row, and its titles by language."""
    titles = Wording.objects.filter(record=OuterRef("pk"), field="title").exclude(text="")
    names = JSONObject(
        abbreviation=F("abbreviation"),
        titles=ArraySubquery(titles.values(json=JSONArray("language", "text"))),
    )
    bodies = Body.objects.filter(pk=OuterRef(path), record__access=Access.PUBLIC)
    return Subquery(bodies.values(json=names)[:1])


def _titles(path: str) -> ArraySubquery:
    """The titles of the instrument at ``path`` of the outer row; see ``instrument_from``."""
    titles = Wording.objects.filter(record=OuterRef(f"{path}pk"), field="title")
    fields = ("field", "language", "text", "status")
    return ArraySubquery(titles.values(json=JSONObject(**{name: F(name) for name in fields})))


def instrument_json(path: str = "", language: str = "") -> JSONObject:
    """An instrument as JSON, with its symbol in a language, or its titles without one.

    See ``instrument_from``.
    """
    fields = ("pk", "slug", "kind", "symbol", "held", "annexed_to", "body_words", "record__address")
    values: dict[str, F | Subquery | Case] = {name: F(f"{path}{name}") for name in fields}
    # Only a text that is not held shows its body beside its symbol.
    values["of"] = Case(When(**{f"{path}held": False}, then=_body_names(f"{path}body")))
    # A text without a symbol, such as a declaration, is named by its title.
    values["titles"] = Case(When(**{f"{path}symbol": ""}, then=_titles(path)))
    if language:
        values["said"] = symbol_subquery(language, version__instrument=OuterRef(f"{path}pk"))
    return JSONObject(**values)


def instrument_from(row: dict[str, Any]) -> Instrument:
    """The unsaved Instrument for a row of ``instrument_json``.

    Its titles are loaded if it has no symbol, and no other wordings.
    """
    record = Record(pk=row["pk"], kind="instrument", address=row["record__address"])
    if row["titles"] is not None:
        titles = [Wording(record=record, **each) for each in row["titles"]]
        record._prefetched_objects_cache = {"wordings": titles}  # type: ignore[attr-defined]
    instrument = Instrument(
        record=record,
        slug=row["slug"],
        kind=row["kind"],
        symbol=split_symbol(row.get("said") or "").symbol or row["symbol"],
        held=row["held"],
        annexed_to_id=row["annexed_to"],
        body_words=row["body_words"],
    )
    instrument.body_names = BodyNames(**row["of"]) if row["of"] else None
    return instrument


def chain_json() -> JSONObject:
    """The provision of a wording and its ancestors, with their wordings in its language, as JSON."""
    own = Q(provision=OuterRef("provision"))
    for n in range(NAMING_LEVELS):
        own |= Q(provision=OuterRef("provision__parent" + "__parent" * n))
    words = ProvisionWording.objects.filter(own, language=OuterRef("language"))
    shown = JSONObject(
        eid=F("provision__eid"),
        kind=F("provision__kind"),
        label=F("label"),
        number=F("number"),
        text=Left("text", NAME_LENGTH),
        language=F("language"),
    )
    return JSONObject(words=ArraySubquery(words.order_by("provision__position").values(json=shown)))


def chain_from(version: Version, row: dict[str, Any]) -> Chain:
    """The provisions of a version for a row of ``chain_json``."""
    return [
        (
            Provision(version=version, eid=each["eid"], kind=each["kind"]),
            ProvisionWording(
                label=each["label"],
                number=each["number"],
                text=each["text"],
                language=each["language"],
            ),
        )
        for each in row["words"]
    ]
