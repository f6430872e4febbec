"""The box "Try this" on the front page of a demonstration: what there is to see, chosen by queries."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations.format import localized_symbol
from majlis.instruments.citations.names import comparison_url
from majlis.instruments.core.subqueries import instrument_from, instrument_json
from majlis.instruments.models import Instrument, Version
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Reader, Record
from majlis.kernel.snapshot_cache import cached_value
from majlis.look import parts
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.core.rows import JsonRow, entity_title
from majlis.mandates.extraction.extract import IS_HEAD
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Addressee, Entity, Finding, Mandate
from majlis.mandates.register.coverage import kept_versions
from majlis.mandates.register.queries import BINDS, in_legal_status
from majlis.parties.accounts.demonstration import is_local_demonstration

STATES = "government"
"""The kind of organizations that Member States are."""


def first_steps(request: HttpRequest) -> list[parts.Link]:
    """What to look at first in a demonstration; each link only where its page has something to show."""
    user = request.user
    language = get_language() or "en"
    key = ("portal.first_steps", language)
    found = cached_value(user, key, lambda: _examples(user, language))
    steps = []
    if mandate := found.get("mandate"):
        steps.append(
            parts.Link(
                _("Trace mandate %(number)s from its text to the latest report")
                % {"number": mandate["slug"]},
                _url(mandate),
            )
        )
    if pair := found.get("pair"):
        old, new = (
            Version(
                slug=each["slug"], instrument=Instrument(pk=each["text"], slug=each["text_slug"])
            )
            for each in (pair["old"], pair["new"])
        )
        url = comparison_url(old, new)
        label = _("Compare the two latest versions: %(text)s") % {"text": _name(pair)}
        steps.append(parts.Link(label, url))
    if entity := found.get("entity"):
        label = pgettext("first step", "Mandates addressed to: %(entity)s")
        steps.append(parts.Link(label % {"entity": entity["title"]}, _url(entity)))
    if text := found.get("text"):
        label = _("Read a text in six languages: %(text)s") % {"text": _name(text)}
        steps.append(parts.Link(label, _url(text)))
    if found.get("dates"):
        steps.append(
            parts.Link(_("See what is due, in the calendar"), reverse("mandates:calendar"))
        )
    if found.get("findings") and (url := _findings_url(request)):
        steps.append(parts.Link(_("Check findings as the secretariat"), url))
    return steps


def _url(row: JsonRow) -> str:
    return Record(address=row["address"]).get_absolute_url()


def _name(row: JsonRow) -> str:
    """The name of a text: its symbol in the reader's language, else its title."""
    symbol = instrument_from(row["instrument"]).symbol
    return localized_symbol(symbol, get_language() or "en") or row["title"] or ""


def _findings_url(request: HttpRequest) -> str:
    """The address of the findings; through the sign-in page for those who may not check them."""
    url = reverse("mandates:findings")
    if reviewable_versions(request.user) is not None:
        return url
    query = urlencode({"next": url})
    return f"{reverse('account_login')}?{query}" if is_local_demonstration(request) else ""


def _examples(user: Reader, language: str) -> JsonRow:
    """One record of each kind that is worth a look, for a reader; one query."""
    versions = kept_versions(user)
    newest_first = ("-date", "-pk")
    text_names = {
        "instrument": instrument_json("instrument__", language),
        "title": entity_title("instrument", language),
    }
    pairs = versions.filter(follows__in=versions.values("pk")).order_by(*newest_first)
    texts = (
        versions.annotate(spoken=Count("languages"))
        .filter(spoken=len(LANGUAGE_CODES))
        .order_by(*newest_first)
    )
    rows = Record.objects.order_by("pk").values(
        mandate=_first(_long_histories(user), slug=F("slug"), address=F("record__address")),
        pair=_first(pairs, old=_version_json("follows__"), new=_version_json(), **text_names),
        entity=_first(
            _addressed_entities(user),
            address=F("record__address"),
            title=entity_title("pk", language),
        ),
        text=_first(texts, address=F("record__address"), **text_names),
        dates=Exists(_in_force(user).exclude(due=None)),
        findings=Exists(Finding.objects.filter(IS_HEAD, state=WAITING)),
    )
    return dict(rows.first() or {})


def _version_json(path: str = "") -> JSONObject:
    """What the address of a version needs."""
    fields = {"slug": "slug", "text": "instrument", "text_slug": "instrument__slug"}
    return JSONObject(**{name: F(f"{path}{field}") for name, field in fields.items()})


def _first(rows: QuerySet[Any], **values: Any) -> Subquery:
    """The first of the rows, as JSON with these values."""
    return Subquery(rows.values(json=JSONObject(**values))[:1])


def _in_force(user: Reader) -> QuerySet[Mandate]:
    mandates: QuerySet[Mandate] = Mandate.objects.visible_to(user).filter(in_legal_status(BINDS))
    return mandates


def _long_histories(user: Reader) -> QuerySet[Mandate]:
    """The mandates in force on which somebody reported, those stated by most versions first."""
    public = Q(statements__withdrawn_at=None, statements__record__access=Access.PUBLIC)
    return (
        _in_force(user)
        .annotate(
            stated=Count("sources", distinct=True),
            reported=Count("statements", filter=public, distinct=True),
        )
        .filter(reported__gt=0)
        .order_by("-stated", "-reported", "pk")
    )


def _addressed_entities(user: Reader) -> QuerySet[Entity]:
    """The entities that mandates in force address: Member States first, then those addressed most."""
    addressed = Addressee.objects.filter(
        entity=OuterRef("pk"),
        role=Addressee.Role.ADDRESSEE,
        source__current_of__in=_in_force(user).order_by().values("pk"),
    )
    number = addressed.order_by().values("entity").annotate(n=Count("pk")).values("n")
    entities: QuerySet[Entity] = (
        Entity.objects.visible_to(user)
        .annotate(
            addressed=Subquery(number),
            are_states=Case(
                When(organisation_kinds__contains=[STATES], then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
        .filter(addressed__gt=0)
        .order_by("-are_states", "-addressed", "pk")
    )
    return entities
