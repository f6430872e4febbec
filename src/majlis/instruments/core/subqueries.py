"""Subqueries that read related records (body, instrument, provisions above) in the query of a page, to name and link them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Left

from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.models import (
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.kernel.models import Record
from majlis.parties.models import Body

NAMING_LEVELS = 4
"""Levels above a provision by which it is named."""
NAME_LENGTH = 120
"""Signs of a provision that are read to name it."""
Chain = list[tuple[Provision, ProvisionWording | None]]
"""The provisions above one with their words, then itself: see ``citing.provision_reference``."""


def body_json(path: str) -> Subquery:
    """The body of the row outside, to be named and linked; see ``body_from``."""
    fields = {"pk": F("pk"), "slug": F("slug")}
    record = {"address": F("record__address"), "access": F("record__access")}
    found = Body.objects.filter(pk=OuterRef(path))
    return Subquery(found.values(json=JSONObject(**fields, **record))[:1])


def body_from(found: dict[str, Any] | None) -> Body | None:
    """The body that a subquery gave; its words are read later."""
    if found is None:
        return None
    record = Record(pk=found["pk"], kind="body", address=found["address"], access=found["access"])
    return Body(record=record, slug=found["slug"])


def symbol_subquery(language: str, **of: Any) -> Subquery:
    """The symbol in a language of the version outside, or of the latest one of an instrument that anybody may see."""
    said = LanguageVersion.objects.filter(language=language, **of).exclude(symbol="")
    if "version" not in of:
        said = said.filter(version__record__access="public", version__reconstructed_from=None)
    return Subquery(said.order_by("-version__position", "-pk").values("symbol")[:1])


def instrument_json(path: str = "", language: str = "") -> JSONObject:
    """An instrument as a subquery gives it, with its symbol in a language; see ``instrument_from``."""
    fields = ("pk", "slug", "kind", "symbol", "held", "annexed_to", "record__address")
    of: dict[str, Any] = {name: F(f"{path}{name}") for name in fields}
    if language:
        of["said"] = symbol_subquery(language, version__instrument=OuterRef(f"{path}pk"))
    return JSONObject(**of)


def instrument_from(found: dict[str, Any]) -> Instrument:
    """The instrument that a subquery gave, to be named and linked; its words are read later."""
    return Instrument(
        record=Record(pk=found["pk"], kind="instrument", address=found["record__address"]),
        slug=found["slug"],
        kind=found["kind"],
        symbol=split_symbol(found.get("said") or "").symbol or found["symbol"],
        held=found["held"],
        annexed_to_id=found["annexed_to"],
    )


def chain_json() -> JSONObject:
    """The provision of a wording and those above it, with their words in its language, as a subquery gives them."""
    own = Q(provision=OuterRef("provision"))
    for n in range(NAMING_LEVELS):
        own |= Q(provision=OuterRef("provision__parent" + "__parent" * n))
    words = ProvisionWording.objects.filter(own, language=OuterRef("language"))
    shown = JSONObject(
        eid=F("provision__eid"),
        kind=F("provision__kind"),
        label=F("label"),
        text=Left("text", NAME_LENGTH),
        language=F("language"),
    )
    return JSONObject(words=ArraySubquery(words.order_by("provision__position").values(json=shown)))


def chain_from(version: Version, found: dict[str, Any]) -> Chain:
    """The provisions of a version that ``chain_json`` gave."""
    return [
        (
            Provision(version=version, eid=each["eid"], kind=each["kind"]),
            ProvisionWording(label=each["label"], text=each["text"], language=each["language"]),
        )
        for each in found["words"]
    ]
