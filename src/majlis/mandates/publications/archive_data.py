"""The data of the archive besides mandates: entities, clauses and provisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import batched

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.models import Clause, Entity, Mandate
from majlis.mandates.publications.queries import BATCH_SIZE

MAX_DEPTH = 12
"""The most levels of provisions."""


def archived_entities(language: str) -> list[Entity]:
    """All entities in the order of their names in a language."""
    entities = list(Entity.objects.visible_to(AnonymousUser()).with_wordings())
    entities.sort(
        key=lambda each: sort_key(each.say("title", language).text or each.slug, language)
    )
    return entities


def entities_sheet() -> Sheet:
    """The entities as data."""
    fields = (
        Field(
            "entity",
            pgettext_lazy("entity", "Entity"),
            _("identifier (as in the page address)"),
        ),
        Field("kind", pgettext_lazy("kind of a record", "Kind"), ""),
        *(Field(f"name_{code}", pgettext_lazy("entity", "Name"), code) for code in LANGUAGE_CODES),
    )
    rows = []
    for entity in archived_entities("en"):
        names = {
            wording.language: wording.text
            for wording in entity.record.wordings.all()
            if wording.field == "title"
        }
        rows.append((entity.slug, entity.kind, *(names.get(code, "") for code in LANGUAGE_CODES)))
    return Sheet("actors", pgettext_lazy("entity", "Entities"), fields, rows)


def archived_clauses() -> QuerySet[Clause]:
    """The clauses of public versions, the next first."""
    visible = Mandate.objects.visible_to(AnonymousUser())
    return (
        Clause.objects.filter(
            Q(mandate=None) | Q(mandate__in=visible.values("pk")),
            visibility_condition(AnonymousUser(), "version__record__"),
            visibility_condition(AnonymousUser(), "version__instrument__record__"),
            version__record__withdrawal=None,
        )
        .select_related("version__record", "version__instrument", "provision", "mandate", "body")
        .order_by("deadline", "pk")
    )


def clause_wordings() -> dict[int, dict[str, str]]:
    """The wordings of these clauses: provision -> language -> text."""
    rows = ProvisionWording.objects.filter(
        provision__in=archived_clauses().order_by().values("provision")
    )
    return _by_provision(rows)


def _by_provision(rows: QuerySet[ProvisionWording]) -> dict[int, dict[str, str]]:
    result: dict[int, dict[str, str]] = {}
    for key, code, text in rows.order_by("pk").values_list("provision", "language", "text"):
        result.setdefault(key, {})[code] = text
    return result


def clauses_sheet() -> Sheet:
    """The clauses as data."""
    fields = (
        Field("kind", pgettext_lazy("kind of a record", "Kind"), _("expiry, review or renewal")),
        Field(
            "version",
            pgettext_lazy("version of a text", "Version"),
            _("permanent address of the version"),
        ),
        Field(
            "provision",
            pgettext_lazy("column of a table", "Provision"),
            _("ID of the provision in that version"),
        ),
        Field(
            "mandate",
            pgettext_lazy("mandate", "Mandate"),
            _("blank if the clause covers the whole text"),
        ),
        Field(
            "deadline",
            pgettext_lazy("date stated in a text", "Deadline"),
            _("date as precise as in the text"),
        ),
        Field("occasion", pgettext_lazy("mandates", "Occasion")),
        Field(
            "body", pgettext_lazy("intergovernmental body", "Body"), _("reviewing or renewing body")
        ),
        *(Field(f"words_{code}", _("Text of the clause"), code) for code in LANGUAGE_CODES),
    )
    wordings = clause_wordings()
    rows = [
        (
            clause.kind,
            clause.version.record.address,
            clause.provision.eid,
            clause.mandate.slug if clause.mandate else "",
            clause.deadline,
            clause.occasion,
            clause.body.slug if clause.body else "",
            *(wordings.get(clause.provision_id, {}).get(code, "") for code in LANGUAGE_CODES),
        )
        for clause in archived_clauses()
    ]
    return Sheet("clauses", pgettext_lazy("expiry, review or renewal", "Clauses"), fields, rows)


def provisions_json() -> Iterator[str]:
    """The provisions of mandates with their parents, by version, as one JSON object in pieces."""
    mandates = Mandate.objects.visible_to(AnonymousUser()).exclude(source=None)
    pairs = mandates.order_by("source__version", "pk").values_list(
        "source__version", "source__provision"
    )
    by_version: dict[int, set[int]] = {}
    for version, provision in pairs:
        by_version.setdefault(version, set()).add(provision)
    yield '{"versions": ['
    separator = ""
    for batch in batched(by_version, BATCH_SIZE):
        versions = Version.objects.visible_to(AnonymousUser()).filter(pk__in=batch)
        provisions = _provisions_by_version({key for each in batch for key in by_version[each]})
        for version in versions.select_related("record", "instrument").order_by("record__address"):
            row = {
                "address": version.record.address,
                "symbol": version.instrument.symbol,
                "date": version.date,
                "state": version.state,
                "provisions": provisions.get(version.pk, []),
            }
            yield separator + json.dumps(row, ensure_ascii=False)
            separator = ",\n"
    yield "]}\n"


def _provisions_by_version(keys: set[int]) -> dict[int, list[JsonRow]]:
    rows: dict[int, Provision] = {}
    for _level in range(MAX_DEPTH):
        if not keys:
            break
        provisions = list(Provision.objects.filter(pk__in=keys))
        rows |= {provision.pk: provision for provision in provisions}
        keys = {
            provision.parent_id for provision in provisions if provision.parent_id
        } - rows.keys()
    parents = {key: provision.eid for key, provision in rows.items()}
    wordings: dict[int, list[dict[str, str]]] = {}
    for wording in ProvisionWording.objects.filter(provision__in=rows).order_by("pk"):
        entry = {"language": wording.language, "label": wording.label, "text": wording.text}
        wordings.setdefault(wording.provision_id, []).append(entry)
    result: dict[int, list[JsonRow]] = {}
    for row in sorted(rows.values(), key=lambda provision: provision.position):
        result.setdefault(row.version_id, []).append(
            {
                "id": row.eid,
                "kind": row.kind,
                "above": parents.get(row.parent_id or 0, ""),
                "words": wordings.get(row.pk, []),
            }
        )
    return result
