"""Rules of a body for its documents: symbols, series and header fields; and the numbers that are allotted."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest
from django.db import connection, transaction

from majlis.documents.core.body_rules import contributions_due, rules_of, series_for
from majlis.documents.models import Document, DocumentRules, HeaderField, HeaderValue, Series
from majlis.documents.numbering import actions
from majlis.documents.numbering.allotment import allot_number
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from tests.documents import factories
from tests.events import factories as events
from tests.parties.test_registration import unrelated_people
from tests.support.people import person
from tests.support.permissions import check_permissions

SYSTEM = Actor.as_system("tests")


@pytest.mark.django_db
def test_who_may_set_the_rules_of_a_body_for_its_documents() -> None:
    body = events.body()
    strangers = {**unrelated_people(), "the chair": person(("chair", body.record))}
    for name, do in (
        ("set_document_rules", lambda a: actions.set_document_rules(a, body, group="FSG")),
        ("set_series", lambda a: actions.set_series(a, body, code="LS", names={"en": "Liaison"})),
        (
            "set_header_field",
            lambda a: actions.set_header_field(a, body, key="topic", names={"en": "Topic"}),
        ),
        ("remove_header_field", lambda a: actions.remove_header_field(a, body, key="topic")),
    ):
        check_permissions(
            f"documents.{name}",
            body,
            granted={"secretariat": person("secretariat")},
            refused=strangers,
            do=do,
        )


@pytest.mark.django_db
def test_the_rules_of_a_body_replace_the_defaults() -> None:
    body = events.body(abbreviation="FSG")
    assert rules_of(body).group == "FSG"
    rules = actions.set_document_rules(
        SYSTEM,
        body,
        group="CWG-FSG",
        aliases=["WG-FSG ", "", "CWG-FSG", "WG-FSG"],
        deadline_days=12,
    )
    rules = DocumentRules.objects.get(pk=rules.pk)
    assert (rules.group, rules.aliases, rules.deadline_days) == ("CWG-FSG", ["WG-FSG"], 12)
    actions.set_document_rules(SYSTEM, body, deadline_days=10)
    entry = AuditEntry.objects.filter(verb="documents.set_document_rules").latest("pk")
    assert (entry.old, entry.new) == ({"deadline_days": 12}, {"deadline_days": 10})
    before = AuditEntry.objects.count()
    actions.set_document_rules(SYSTEM, body, deadline_days=10)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"group": "&&"}, "group"),
        ({"number_form": "{group}/{number}"}, "number_form"),
        ({"series_form": "{group}-{meeting}/{number}"}, "series_form"),
        ({"number_form": "{group}-{meeting}{number}"}, "number_form"),
        ({"series_form": "{group}-{meeting}/{number}{series}{series}"}, "series_form"),
        ({"revision_form": "bis"}, "revision_form"),
        ({"revision_form": "{n}"}, "revision_form"),
        ({"addendum_form": "(Rev.{n})"}, "addendum_form"),
        ({"language_form": "{n}"}, "language_form"),
        ({"late_rule": "shout"}, "late_rule"),
        ({"title_limit": 5000}, "title_limit"),
        ({"group": "OTHER"}, "group"),
        ({"aliases": ["mine", "old\u2011other"]}, "aliases"),
    ],
)
@pytest.mark.django_db
def test_rules_by_which_symbols_would_clash_are_refused(values: dict[str, Any], field: str) -> None:
    actions.set_document_rules(SYSTEM, events.body(), group="OTHER", aliases=["OLD-OTHER"])
    with pytest.raises(InvalidInput) as refused:
        actions.set_document_rules(SYSTEM, events.body(), **{"group": "MINE"} | values)
    assert list(refused.value.faults) == [field]
    assert DocumentRules.objects.count() == 1


@pytest.mark.django_db
def test_a_body_gets_the_usual_series_and_may_have_others() -> None:
    body = events.body()
    actions.set_series(
        SYSTEM, body, code="inf", names={"en": " Notes ", "fr": ""}, for_information=True
    )
    codes = list(Series.objects.filter(body=body).values_list("code", flat=True))
    assert codes == ["", "INF", "DT", "TD", "ADM"]
    assert Series.objects.get(body=body, code="INF").names == {"en": "Notes"}
    added = actions.set_series(SYSTEM, body, code="LS", internal=True)
    assert (added.position, added.internal) == (5, True)
    before = AuditEntry.objects.count()
    actions.set_series(SYSTEM, body, code="LS", internal=True)
    assert AuditEntry.objects.count() == before
    kept = list(Series.objects.filter(body=body))
    assert series_for(kept, for_information=True).code == "INF"
    assert series_for(kept, for_information=False).code == ""


@pytest.mark.django_db
def test_a_series_has_a_code_of_capitals_and_one_stays_open() -> None:
    body = events.body()
    for code in ("Ж", "1A", "A-B", "REV", "A" * 13):
        with pytest.raises(InvalidInput) as refused:
            actions.set_series(SYSTEM, body, code=code)
        assert list(refused.value.faults) == ["code"]
    actions.set_series(SYSTEM, body, code="INF", internal=True)
    with pytest.raises(InvalidInput) as refused:
        actions.set_series(SYSTEM, body, code="", internal=True)
    assert list(refused.value.faults) == ["internal"]


@pytest.mark.django_db
def test_a_header_field_is_added_changed_and_removed_unless_it_is_used() -> None:
    document = factories.document()
    body = document.meeting.body
    field = actions.set_header_field(
        SYSTEM, body, key="Topic", names={"en": "Topic"}, required=True
    )
    assert (field.key, field.required, field.position) == ("topic", True, 0)
    actions.set_header_field(
        SYSTEM, body, key="topic", names={"en": "Topic", "fr": "Thème"}, hints={"en": "One word"}
    )
    field = HeaderField.objects.get(body=body)
    assert (field.names["fr"], field.hints, field.required) == ("Thème", {"en": "One word"}, False)
    for key, names, fault in (("тема", {"en": "x"}, "key"), ("other", {"en": " "}, "names")):
        with pytest.raises(InvalidInput) as refused:
            actions.set_header_field(SYSTEM, body, key=key, names=names)
        assert list(refused.value.faults) == [fault]
    HeaderValue.objects.create(document=document, field=field, text="Lighthouses")
    with pytest.raises(InvalidInput, match="1 document has this field"):
        actions.remove_header_field(SYSTEM, body, key="topic")
    HeaderValue.objects.all().delete()
    actions.remove_header_field(SYSTEM, body, key="topic")
    assert not HeaderField.objects.exists()
    actions.remove_header_field(SYSTEM, body, key="topic")


@pytest.mark.django_db
def test_a_deadline_is_that_of_the_meeting_or_counted_in_its_zone() -> None:
    meeting = events.meeting(zone="Asia/Tokyo")
    due = contributions_due(meeting)
    assert due is not None and due.isoformat() == "2027-02-10T14:59:00+00:00"
    meeting.contributions_due = due.replace(day=1)
    assert contributions_due(meeting) == due.replace(day=1)
    assert contributions_due(events.meeting(first_day=None, last_day=None)) is None


def accepted(document: Document) -> Document:
    """The document with its number, as a verb saves it."""
    with transaction.atomic():
        allot_number(document)
        document.save()
    return document


@pytest.mark.django_db
def test_each_meeting_and_series_counts_from_one_and_a_number_stays() -> None:
    body = events.body(abbreviation="FSG")
    meeting, other = events.meeting(body), events.meeting(body)
    drafts = [factories.document(meeting, state="draft") for _ in range(2)]
    drafts += [
        factories.document(meeting, code="INF", state="draft"),
        factories.document(other, state="draft"),
    ]
    symbols = [accepted(each).symbol for each in drafts]
    assert symbols == ["FSG-1/1", "FSG-1/2", "FSG-1/INF/1", "FSG-2/1"]
    assert accepted(drafts[0]).symbol == "FSG-1/1"


@pytest.mark.django_db
def test_a_symbol_that_another_document_has_is_refused_and_no_number_is_lost() -> None:
    body = events.body(abbreviation="FSG")
    meeting = events.meeting(body)
    draft = factories.document(meeting, state="draft")
    taken = factories.document(events.meeting())
    Document.objects.filter(pk=taken.pk).update(symbol="FSG-1/1")
    with pytest.raises(WrongState, match="FSG-1/1 belongs to another document"):
        accepted(draft)
    draft.refresh_from_db()
    Document.objects.filter(pk=taken.pk).update(symbol="FSG-9/9")
    assert accepted(draft).number == 1


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_get_each_number_once_without_a_gap() -> None:
    """All ask at the same moment; one in five fails after it got its number, and gives it back."""
    meeting = events.meeting(events.body(abbreviation="FSG"))
    drafts = [factories.document(meeting, state="draft") for _ in range(200)]
    start = threading.Barrier(len(drafts))
    # As many connections as the pool of a site has.
    pool = threading.BoundedSemaphore(40)

    def take(document: Document, *, fails: bool) -> None:
        start.wait()
        with pool:
            try:
                with transaction.atomic():
                    allot_number(document)
                    document.save(update_fields=["number", "symbol"])
                    if fails:
                        raise LookupError
            except LookupError:
                pass
            finally:
                connection.close()

    chance = random.Random(4)
    failing = {each.pk for each in drafts if chance.random() < 0.2}
    threads = [
        threading.Thread(target=take, args=(each,), kwargs={"fails": each.pk in failing})
        for each in drafts
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    numbered = Document.objects.exclude(number=None).order_by("number")
    assert set(numbered.values_list("pk", flat=True)) == {each.pk for each in drafts} - failing
    assert [each.number for each in numbered] == list(range(1, 201 - len(failing)))
    assert [each.symbol for each in numbered] == [f"FSG-1/{each.number}" for each in numbered]
