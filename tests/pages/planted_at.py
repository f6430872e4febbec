"""Where what was planted would stand, by the names of addresses that take something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.pages.garden import SECRET, Garden


def _records(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"address": each.address} for each in garden.records.values())


def _of(kind: str, argument: str) -> Callable[[Garden], Iterator[dict[str, Any]]]:
    def where(garden: Garden) -> Iterator[dict[str, Any]]:
        for each in garden.records.values():
            if each.kind == kind:
                yield {argument: each.address.split("/")[1]}

    return where


def _concept(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in garden.records.values():
        if each.kind == "concept":
            _concepts, scheme, code = each.address.split("/")
            yield {"scheme": scheme, "code": code}


def _data(where: Callable[[Garden], Iterator[dict[str, Any]]]) -> Any:
    return lambda garden: (
        {**each, "suffix": suffix} for each in where(garden) for suffix in ("ttl", "rdf", "jsonld")
    )


def _cell(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in garden.records.values():
        if each.kind == "link":
            _matrices, key, row, column = each.address.split("/")
            yield {"key": key, "row": row, "column": column}


def _keys(name: str) -> Callable[[Garden], Iterator[dict[str, Any]]]:
    return lambda garden: ({"key": each.pk} for each in garden.things[name])


def _reported(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"kind": "comment", "item": each.pk} for each in garden.things["comments"])


def _aliases(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"slug": each.body.slug, "pk": each.pk} for each in garden.things["aliases"])


def _holdings(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"slug": each.office.slug, "pk": each.pk} for each in garden.things["holdings"])


def _wanted(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in garden.records.values():
        yield {"record": each.pk, "field": "title", "source": "en", "target": "ru"}


def _files(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"sha256": each} for each in garden.files)


def _texts(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from _of("instrument", "slug")(garden)
    yield from ({"slug": each.slug} for each in garden.things["stubs"])


def _versions(garden: Garden) -> Iterator[dict[str, Any]]:
    for each, _eid in garden.things["versions"]:
        yield {"slug": each.instrument.slug, "version": each.slug}


def _provisions(garden: Garden) -> Iterator[dict[str, Any]]:
    for each, eid in garden.things["versions"]:
        yield {"slug": each.instrument.slug, "version": each.slug, "eid": eid}


def _written(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in _versions(garden):
        yield from ({**each, "language": "en", "form": form} for form in ("html", "md", "docx"))


def _compared(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"old": old.pk, "new": new.pk} for old, new in garden.things["pairs"])


def _redlines(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in _compared(garden):
        yield from ({**each, "language": "en", "form": form} for form in ("docx", "json"))


def _remarks(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"number": each.number} for each in garden.things["remarks"])


def _statements(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in _of("statement", "slug")(garden):
        yield {**each, "number": 1}


def _mandates(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from _of("mandate", "slug")(garden)
    yield {"slug": garden.things["closed mandate"].slug}


def _changes(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in _mandates(garden):
        yield from ({**each, "do": do} for do in ("assign", "merge", "lapse", "add_alias"))


def _actors(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from _of("actor", "slug")(garden)
    yield from ({"slug": each.slug} for each in garden.things["actors"])


def _change_actors(garden: Garden) -> Iterator[dict[str, Any]]:
    for each in _actors(garden):
        yield from ({**each, "do": do} for do in ("change_actor", "check_contact", "join_actors"))


def _review_versions(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"key": each.pk} for each, _eid in garden.things["versions"])


def _sets(garden: Garden) -> Iterator[dict[str, Any]]:
    yield {"slug": garden.things["sets"][0][0].slug}


def _set_items(garden: Garden) -> Iterator[dict[str, Any]]:
    yield from ({"slug": of.slug, "mandate": each.slug} for of, each in garden.things["sets"])


MANDATE = _of("mandate", "slug")
ORGANISATION = _of("organisation", "number")
PLANTED_AT: dict[str, Callable[[Garden], Iterator[dict[str, Any]]]] = {
    "history": _records,
    "propose_redaction": _records,
    "comments:on": _records,
    "comments:write": _records,
    "comments:feed": _records,
    "notices:feed_of": _records,
    "framework:scheme": _of("scheme", "key"),
    "framework_data:scheme_id": _of("scheme", "key"),
    "framework_data:scheme_data": _data(_of("scheme", "key")),
    "framework:concept": _concept,
    "framework_data:concept_id": _concept,
    "framework_data:concept_data": _data(_concept),
    "framework:matrix": _of("matrix", "key"),
    "framework:by_row": _of("matrix", "key"),
    "framework:by_column": _of("matrix", "key"),
    "framework:cell": _cell,
    "parties:body": _of("body", "slug"),
    "parties:change_body": _of("body", "slug"),
    "parties:members": _of("body", "slug"),
    "parties:add_alias": _of("body", "slug"),
    "parties:end_alias": _aliases,
    "parties:admit_person": _of("body", "slug"),
    "parties:make_office": _of("body", "slug"),
    "parties:office": _of("office", "slug"),
    "parties:change_office": _of("office", "slug"),
    "parties:end_office": _of("office", "slug"),
    "parties:record_holder": _of("office", "slug"),
    "parties:end_holding": _holdings,
    "parties:correct_holding": _holdings,
    "parties:registration": _of("registration", "number"),
    "parties:decide": _of("registration", "number"),
    "parties:organisation": ORGANISATION,
    "parties:change": ORGANISATION,
    "parties:successor": ORGANISATION,
    "parties:close": ORGANISATION,
    "parties:reopen": ORGANISATION,
    "parties:delegation": ORGANISATION,
    "parties:ask": ORGANISATION,
    "comments:one": _keys("comments"),
    "comments:earlier": _keys("comments"),
    "comments:edit": _keys("comments"),
    "comments:answer": _keys("comments"),
    "comments:withdraw": _keys("comments"),
    "moderation:case": _keys("cases"),
    "moderation:appeal": _keys("cases"),
    "moderation:report": _reported,
    "remarks:answer": _remarks,
    "remarks:withhold": _remarks,
    "redaction": _keys("redactions"),
    "instruments:instrument": _texts,
    "instruments:tags": _texts,
    "instruments:change": _texts,
    "instruments:version": _versions,
    "instruments:acts": _versions,
    "instruments:change_version": _versions,
    "instruments:withdraw": _versions,
    "instruments:compare_with": _versions,
    "instruments:provision": _provisions,
    "instruments:file": _written,
    "instruments:compare": _compared,
    "instruments:compare_file": _redlines,
    "instruments:series": _of("series", "slug"),
    "instruments:change_series": _of("series", "slug"),
    "instruments:import": _keys("imports"),
    "instruments:destination": _keys("imports"),
    "instruments:import_file": _keys("imports"),
    "mandates:mandate": _mandates,
    "mandates:change": _changes,
    "mandates:review_version": _review_versions,
    "mandates:finding": _keys("findings"),
    "mandates:add_finding": _keys("read"),
    "mandates:between": _compared,
    "mandates:take_back": lambda garden: (
        {"what": "asking", "key": each.pk} for each in garden.things["closed mandate"].askings.all()
    ),
    "mandates:read_otherwise": _keys("read"),
    "mandates:related_pair": _keys("related"),
    "mandates:answer_quiet": _keys("quiet notices"),
    "mandates:set": _sets,
    "mandates:set_document": lambda garden: ({**each, "form": "docx"} for each in _sets(garden)),
    "mandates:set_item": _set_items,
    "mandates:actor": _actors,
    "mandates:change_actor": _change_actors,
    "mandates:brief": _actors,
    "mandates:first_day": _actors,
    "mandates:checklist": _actors,
    "mandates:delegation_brief": ORGANISATION,
    "mandates:delegation_first_day": ORGANISATION,
    "mandates:of_body": _of("body", "slug"),
    "mandates:yearly": lambda garden: (
        {**each, "year": 2030} for each in _of("actor", "actor")(garden)
    ),
    "mandates:deliverables": MANDATE,
    "mandates:deliverable": lambda garden: ({**each, "number": 1} for each in MANDATE(garden)),
    "mandates:say": MANDATE,
    "mandates:statement": _statements,
    "mandates:resources": MANDATE,
    "mandates:evaluations": MANDATE,
    "translation:job": _keys("jobs"),
    "translation:wanted": _wanted,
    "file": _files,
    "file_named": lambda garden: ({**each, "name": "x.txt"} for each in _files(garden)),
}

# Where what is planted shows to somebody who may see it.
SHOWS_AT = (
    "mandates:mandate",
    "mandates:finding",
    "mandates:read_otherwise",
    "mandates:related_pair",
    "mandates:answer_quiet",
    "mandates:set",
    "mandates:set_item",
    "mandates:actor",
    "mandates:brief",
    "mandates:checklist",
    "mandates:delegation_brief",
    "mandates:delegation_first_day",
    "history",
    "propose_redaction",
    "redaction",
    "comments:on",
    "comments:write",
    "comments:earlier",
    "framework:scheme",
    "framework:concept",
    "framework_data:scheme_data",
    "framework_data:concept_data",
    "framework:matrix",
    "framework:cell",
    "parties:body",
    "parties:office",
    "parties:registration",
    "parties:organisation",
    "parties:delegation",
    "moderation:case",
    "instruments:instrument",
    "instruments:version",
    "instruments:acts",
    "instruments:change_version",
    "instruments:compare",
    "instruments:series",
    "instruments:import",
    "mandates:yearly",
    "mandates:deliverables",
    "mandates:deliverable",
    "mandates:say",
    "mandates:statement",
    "mandates:resources",
    "mandates:evaluations",
    "translation:job",
    "file",
)


def absent(name: str, where: dict[str, Any]) -> dict[str, Any]:
    """The same address, for something that does not exist."""
    made: dict[str, Any] = {}
    for argument, value in where.items():
        if argument == "sha256":
            made[argument] = "0" * len(value)
        elif (
            argument in ("key", "pk", "number", "item", "record", "old", "new")
            and str(value).isdigit()
        ):
            made[argument] = int(value) + 900_000
        elif argument == "address" and not SECRET.search(value):
            made[argument] = value.rpartition("/")[0] + "/900009"
        else:
            made[argument] = SECRET.sub("zb-999", value) if isinstance(value, str) else value
    return made
