"""Where what was planted would stand, by the names of addresses that take something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from majlis.mandates import models
from majlis.portal.discovery import SECTIONS
from tests.pages.page_kinds import ACTS_OF_VERSIONS
from tests.pages.private.meetings import ARGUMENTS_OF_MEETINGS, MEETINGS_SHOWN_AT
from tests.pages.private.secrets import SECRET_PATTERN, PrivateRecords


def _records(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"address": each.address} for each in private_records.records.values())


def _of(kind: str, argument: str) -> Callable[[PrivateRecords], Iterator[dict[str, Any]]]:
    def where(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
        for each in private_records.records.values():
            if each.kind == kind:
                yield {argument: each.address.split("/")[1]}

    return where


def _concept(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in private_records.records.values():
        if each.kind == "concept":
            _concepts, scheme, code = each.address.split("/")
            yield {"scheme": scheme, "code": code}


def _data(where: Callable[[PrivateRecords], Iterator[dict[str, Any]]]) -> Any:
    return lambda private_records: (
        {**each, "suffix": suffix}
        for each in where(private_records)
        for suffix in ("ttl", "rdf", "jsonld")
    )


def _cell(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in private_records.records.values():
        if each.kind == "link":
            _matrices, key, row, column = each.address.split("/")
            yield {"key": key, "row": row, "column": column}


def _keys(name: str) -> Callable[[PrivateRecords], Iterator[dict[str, Any]]]:
    return lambda private_records: ({"key": each.pk} for each in private_records.things[name])


def _reported(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"kind": "comment", "item": each.pk} for each in private_records.things["comments"])


def _aliases(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from (
        {"slug": each.body.slug, "pk": each.pk} for each in private_records.things["aliases"]
    )


def _holdings(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from (
        {"slug": each.office.slug, "pk": each.pk} for each in private_records.things["holdings"]
    )


def _wanted(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in private_records.records.values():
        yield {"record": each.pk, "field": "title", "source": "en", "target": "ru"}


def _files(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"sha256": each} for each in private_records.files)


def _texts(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from _of("instrument", "slug")(private_records)
    yield from ({"slug": each.slug} for each in private_records.things["stubs"])


def _versions(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each, _eid in private_records.things["versions"]:
        yield {"slug": each.instrument.slug, "version": each.slug}


def _acts(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each, _eid in private_records.things["versions"]:
        for act in each.acts.all():
            yield {"slug": each.instrument.slug, "version": each.slug, "pk": act.pk}


def _provisions(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each, eid in private_records.things["versions"]:
        yield {"slug": each.instrument.slug, "version": each.slug, "eid": eid}


def _written(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in _versions(private_records):
        yield from ({**each, "language": "en", "form": form} for form in ("html", "md", "docx"))


def _compared(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for old, new in private_records.things["pairs"]:
        yield {"slug": old.instrument.slug, "version": old.slug, "other": new.slug}


def _compared_of_texts(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in _compared(private_records):
        yield {**each, "other_text": each["slug"]}


def _compared_keys(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"old": old.pk, "new": new.pk} for old, new in private_records.things["pairs"])


def _redlines(
    pairs: Callable[[PrivateRecords], Iterator[dict[str, Any]]],
) -> Callable[[PrivateRecords], Iterator[dict[str, Any]]]:
    return lambda private_records: (
        {**each, "language": "en", "form": form}
        for each in pairs(private_records)
        for form in ("docx", "json")
    )


def _remarks(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"number": each.number} for each in private_records.things["remarks"])


def _statements(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in _of("statement", "slug")(private_records):
        yield {**each, "number": 1}


def _mandates(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from _of("mandate", "slug")(private_records)
    yield {"slug": private_records.things["closed mandate"].slug}


def _actors(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from _of("entity", "slug")(private_records)
    yield from ({"slug": each.slug} for each in private_records.things["entities"])


def _review_versions(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"key": each.pk} for each, _eid in private_records.things["versions"])


def _sets(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield {"slug": private_records.things["sets"][0][0].slug}


def _set_items(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from (
        {"slug": of.slug, "mandate": each.slug} for of, each in private_records.things["sets"]
    )


def _deliverables(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({**each, "number": 1} for each in MANDATE(private_records))


def _parts(model: type[Model]) -> Callable[[PrivateRecords], Iterator[dict[str, Any]]]:
    """The rows of a model that belong to mandates, or to their deliverables."""
    of_deliverable = any(field.name == "deliverable" for field in model._meta.get_fields())
    path = "deliverable__mandate__slug" if of_deliverable else "mandate__slug"

    def where(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
        for each in _mandates(private_records):
            for row in model._base_manager.filter(**{path: each["slug"]}):
                number = {"number": row.deliverable.ordinal} if of_deliverable else {}
                yield {**each, **number, "key": row.pk}

    return where


MANDATE = _of("mandate", "slug")
# Pages with the form of a verb of mandates -> the verbs.
FORMS_OF_MANDATES: dict[Callable[[PrivateRecords], Iterator[dict[str, Any]]], str] = {
    _mandates: (
        "add_assignment propose_contributor complete_mandate merge_mandate replace_mandate pause_mandate "
        "lapse_mandate revive_mandate add_alias add_deliverable record_occurrence publish_statement "
        "publish_response add_resource add_evaluation"
    ),
    _deliverables: (
        "submit_document set_progress add_step change_deliverable withdraw_deliverable merge_deliverables "
        "unmerge_deliverable"
    ),
    _statements: "correct_statement withdraw_statement",
    _parts(models.Assignment): (
        "confirm_assignment decline_assignment end_assignment change_assignment"
    ),
    _parts(models.Alias): "withdraw_alias",
    _parts(models.OverdueNotice): "explain_delay",
    _parts(models.Submission): "correct_submission withdraw_submission",
    _parts(models.Step): "change_step withdraw_step complete_step delegate_step",
    _parts(models.Occurrence): "withdraw_occurrence",
    _parts(models.Response): "correct_response withdraw_response",
    _parts(models.Resource): "change_resource withdraw_resource",
    _parts(models.Evaluation): "correct_evaluation withdraw_evaluation",
}
ORGANISATION = _of("organisation", "number")
ARGUMENTS_BY_URL_NAME: dict[str, Callable[[PrivateRecords], Iterator[dict[str, Any]]]] = {
    "history": _records,
    "sitemap_section": lambda private_records: ({"section": each} for each in SECTIONS),
    "propose_redaction": _records,
    "comments:list": _records,
    "comments:write": _records,
    "comments:feed": _records,
    "notices:feed_record": _records,
    "framework:scheme": _of("scheme", "key"),
    "framework_data:scheme_id": _of("scheme", "key"),
    "framework_data:scheme_data": _data(_of("scheme", "key")),
    "framework:concept": _concept,
    "framework:correct_label": _concept,
    "framework_data:concept_id": _concept,
    "framework_data:concept_data": _data(_concept),
    "framework:matrix": _of("matrix", "key"),
    "framework:by_row": _of("matrix", "key"),
    "framework:by_column": _of("matrix", "key"),
    "framework:cell": _cell,
    "framework:propose_link": _cell,
    "framework:accept_link": _cell,
    "framework:correct_link": _cell,
    "framework:withdraw_link": _cell,
    "parties:body": _of("body", "slug"),
    "parties:change_body": _of("body", "slug"),
    "parties:members": _of("body", "slug"),
    "parties:add_alias": _of("body", "slug"),
    "parties:end_alias": _aliases,
    "parties:admit_organisation": _of("body", "slug"),
    "parties:admit_person": _of("body", "slug"),
    "parties:make_office": _of("body", "slug"),
    "parties:office": _of("office", "slug"),
    "parties:change_office": _of("office", "slug"),
    "parties:end_office": _of("office", "slug"),
    "parties:record_holder": _of("office", "slug"),
    "parties:end_holding": _holdings,
    "parties:correct_holding": _holdings,
    "parties:registration": _of("registration", "number"),
    "parties:decide_registration": _of("registration", "number"),
    "parties:organisation": ORGANISATION,
    "parties:change_organisation": ORGANISATION,
    "parties:name_successor": ORGANISATION,
    "parties:close_organisation": ORGANISATION,
    "parties:reopen_organisation": ORGANISATION,
    "parties:delegation": ORGANISATION,
    "parties:invite_delegate": ORGANISATION,
    "parties:request_delegation": ORGANISATION,
    "comments:detail": _keys("comments"),
    "comments:versions": _keys("comments"),
    "comments:edit": _keys("comments"),
    "comments:answer": _keys("comments"),
    "comments:withdraw": _keys("comments"),
    "moderation:case": _keys("cases"),
    "moderation:decide": _keys("cases"),
    "moderation:appeal": _keys("cases"),
    "moderation:report": _reported,
    "remarks:answer": _remarks,
    "remarks:correct": _remarks,
    "remarks:withhold": _remarks,
    "redaction": _keys("redactions"),
    "decide_redaction": _keys("redactions"),
    "withdraw_redaction": _keys("redactions"),
    "instruments:instrument": _texts,
    "instruments:tags": _texts,
    "instruments:propose_tag": _texts,
    "instruments:decide_tags": _concept,
    "instruments:decide_tags_of_text": lambda private_records: (
        {**text, **concept}
        for text in _texts(private_records)
        for concept in _concept(private_records)
    ),
    "instruments:change_instrument": _texts,
    "instruments:resolve_stub": _texts,
    "instruments:version": _versions,
    "instruments:acts": _versions,
    **dict.fromkeys([f"instruments:{name}" for name in ACTS_OF_VERSIONS], _versions),
    "instruments:correct_act": _acts,
    "instruments:withdraw_act": _acts,
    "instruments:change_version": _versions,
    "instruments:withdraw_version": _versions,
    "instruments:compare_with": _versions,
    "instruments:provision": _provisions,
    "instruments:match_provision": _provisions,
    "instruments:realign_provision": _provisions,
    "instruments:version_file": _written,
    "instruments:compare": _compared,
    "instruments:compare_of_texts": _compared_of_texts,
    "instruments:compare_by_keys": _compared_keys,
    "instruments:compare_file": _redlines(_compared),
    "instruments:compare_file_of_texts": _redlines(_compared_of_texts),
    "instruments:compare_file_by_keys": _redlines(_compared_keys),
    "instruments:series": _of("series", "slug"),
    "instruments:change_series": _of("series", "slug"),
    "instruments:add_series_text": _of("series", "slug"),
    "instruments:import": _keys("imports"),
    "instruments:import_progress": _keys("imports"),
    "instruments:destination": _keys("imports"),
    "instruments:import_file": _keys("imports"),
    "mandates:mandate": _mandates,
    "mandates:version_findings": _review_versions,
    "mandates:finding": _keys("findings"),
    "mandates:add_finding": _keys("read"),
    "mandates:version_diff": _compared,
    "mandates:version_diff_of_texts": _compared_of_texts,
    "mandates:version_diff_by_keys": _compared_keys,
    "mandates:extract_findings": _review_versions,
    "mandates:accept_unchanged_findings": _review_versions,
    "mandates:accept_clear_findings": _review_versions,
    "mandates:revoke_acceptance": lambda private_records: (
        {"key": each.pk} for each in private_records.things["closed mandate"].sources.all()
    ),
    "mandates:add_reading": _keys("read"),
    "mandates:related_pair": _keys("related"),
    "mandates:judge_pair": _keys("related"),
    "mandates:rejudge_pair": _keys("related"),
    "mandates:confirm_activity": _keys("quiet notices"),
    "mandates:review_set": _sets,
    "mandates:add_review_items": _sets,
    "mandates:remove_review_item": _sets,
    "mandates:freeze_review_set": _sets,
    "mandates:close_review_set": _sets,
    "mandates:reopen_review_set": _sets,
    "mandates:review_set_file": lambda private_records: (
        {**each, "form": "docx"} for each in _sets(private_records)
    ),
    "mandates:review_item": _set_items,
    "mandates:record_review_outcome": _set_items,
    "mandates:entity": _actors,
    **dict.fromkeys(
        ("mandates:change_entity", "mandates:check_contact", "mandates:merge_entities"), _actors
    ),
    "mandates:decide_leads": _actors,
    "mandates:brief": _actors,
    "mandates:handover": _actors,
    "mandates:checklist": _actors,
    "mandates:delegation_brief": ORGANISATION,
    "mandates:delegation_handover": ORGANISATION,
    "mandates:body_mandates": _of("body", "slug"),
    "mandates:annual_evaluation": lambda private_records: (
        {**each, "year": 2030} for each in _of("entity", "entity")(private_records)
    ),
    "mandates:deliverables": MANDATE,
    "mandates:deliverable": _deliverables,
    **{
        f"mandates:{verb}": where
        for where, verbs in FORMS_OF_MANDATES.items()
        for verb in verbs.split()
    },
    "mandates:statement": _statements,
    "mandates:resources": MANDATE,
    "mandates:evaluations": MANDATE,
    **ARGUMENTS_OF_MEETINGS,
    "translation:job": _keys("jobs"),
    "translation:queue_item": _wanted,
    "translation:set_due_date": _wanted,
    "file": _files,
    "file_named": lambda private_records: (
        {**each, "name": "x.txt"} for each in _files(private_records)
    ),
}

# Where what is planted shows to somebody who may see it.
SHOWN_AT = (
    *MEETINGS_SHOWN_AT,
    "mandates:mandate",
    "mandates:finding",
    "mandates:add_reading",
    "mandates:related_pair",
    "mandates:confirm_activity",
    "mandates:review_set",
    "mandates:review_item",
    "mandates:entity",
    "mandates:brief",
    "mandates:checklist",
    "mandates:delegation_brief",
    "mandates:delegation_handover",
    "history",
    "propose_redaction",
    "redaction",
    "comments:list",
    "comments:write",
    "comments:versions",
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
    "mandates:annual_evaluation",
    "mandates:deliverables",
    "mandates:deliverable",
    "mandates:publish_statement",
    "mandates:statement",
    "mandates:resources",
    "mandates:evaluations",
    "translation:job",
    "file",
)


def absent_arguments(name: str, where: dict[str, Any]) -> dict[str, Any]:
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
        elif argument == "address" and not SECRET_PATTERN.search(value):
            made[argument] = value.rpartition("/")[0] + "/900009"
        else:
            made[argument] = (
                SECRET_PATTERN.sub("zb-999", value) if isinstance(value, str) else value
            )
    return made
