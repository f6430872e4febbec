"""Review sets: collected, frozen, looked at side by side, decided mandate by mandate."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Access, Circle
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Mandate, ReviewSet
from majlis.mandates.reviews import actions, queries
from majlis.mandates.reviews.views import DOCUMENTS
from majlis.paper.errors import PaperError
from tests.instruments.published_texts import body
from tests.mandates import factories
from tests.support.forms import HiddenInputs, opened, submit
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
ACT = {"words": "Fictional 4th meeting", "date": "2031-05"}


def collected(*, of: Any = None, mandates: int = 2) -> ReviewSet:
    found = actions.create_review_set(
        SYSTEM, of, title="Reports on the tide", purpose="Look.", language="en"
    )
    version = factories.text()
    rows = [factories.mandate(version, number=n + 1) for n in range(mandates)]
    if rows:
        actions.add_review_items(SYSTEM, found, mandates=rows)
    return found


def frozen(**values: Any) -> ReviewSet:
    return actions.freeze_review_set(SYSTEM, collected(**values))


def test_nobody_else_sees_it_before_it_is_frozen(client: Client) -> None:
    found = collected()
    url = found.get_absolute_url()
    assert client.get(url).status_code == 404
    client.force_login(person("secretariat"))
    assert client.get(url).status_code == 200
    actions.freeze_review_set(SYSTEM, found)
    client.logout()
    assert client.get(url).status_code == 200


def test_an_empty_set_says_so_to_its_owner_and_not_that_it_hides_something(client: Client) -> None:
    found = collected(mandates=0)
    client.force_login(person("secretariat"))
    shown = client.get(found.get_absolute_url()).content.decode()
    assert "No mandates in this set yet." in shown
    assert "that you may view" not in shown and "<strong>0" not in shown
    frozen_set = frozen(mandates=1)
    record = frozen_set.items.get().mandate.record
    record.access, record.circle = Access.MEMBERS, Circle.objects.create(code="test")
    record.save()
    hidden = Client().get(frozen_set.get_absolute_url()).content.decode()
    assert "No mandates in this set that you may view." in hidden


def test_what_members_alone_may_see_is_closed_to_others(client: Client) -> None:
    council = body()
    found = actions.freeze_review_set(SYSTEM, collected(of=council), members_only=True)
    assert client.get(found.get_absolute_url()).status_code == 404
    client.force_login(person(("member", council.record)))
    assert client.get(found.get_absolute_url()).status_code == 200


def test_it_keeps_how_each_mandate_stood(client: Client) -> None:
    found = frozen()
    it = found.items.first().mandate
    source = it.source
    source.force = "obliges"
    source.save()
    refresh_status([it.pk])
    item = found.items.get(mandate=it)
    assert item.snapshot["force"] == "requests"
    page = client.get(f"{found.get_absolute_url()}{it.slug}/").content.decode()
    assert "Changes since then" in page
    Mandate.objects.filter(pk=it.pk).update(progress="answered")
    arabic = client.get(f"{found.get_absolute_url().replace('/en/', '/ar/')}{it.slug}/")
    changed = arabic.content.decode().partition('id="outcome"')[0].rpartition("<p>")[2]
    assert "، " in changed and ", " not in changed
    assert "Force" in page


def test_a_frozen_set_takes_no_more_mandates() -> None:
    found = frozen()
    with pytest.raises(WrongState):
        actions.add_review_items(SYSTEM, found, mandates=[factories.mandate()])
    with pytest.raises(WrongState):
        actions.remove_review_item(SYSTEM, found, mandate=found.items.first().mandate)


def test_an_empty_set_is_not_frozen() -> None:
    with pytest.raises(InvalidInput):
        actions.freeze_review_set(SYSTEM, collected(mandates=0))


def test_an_open_set_shows_no_mandate_of_a_closed_text(client: Client) -> None:
    found = collected()
    hidden = found.items.last().mandate
    version = hidden.source.version
    version.record.access, version.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    version.record.save()
    other = factories.mandate()
    actions.add_review_items(SYSTEM, found, mandates=[other])
    refresh_status([hidden.pk])
    actions.freeze_review_set(SYSTEM, found)
    seen = [each.mandate for each in queries.review_items(AnonymousUser(), found)]
    assert hidden not in seen
    assert other in seen
    url = found.get_absolute_url()
    for address in (url, f"{url}?download=json", f"{url}document.docx"):
        assert hidden.slug not in str(client.get(address).getvalue())
    assert client.get(f"{url}{hidden.slug}/").status_code == 404
    assert queries.review_sets(AnonymousUser()).get(slug=found.slug).mandates == len(seen)  # type: ignore[attr-defined]


def test_each_needs_an_outcome_before_the_review_is_closed() -> None:
    found = frozen()
    first, second = found.items.all()
    actions.record_review_outcome(SYSTEM, first, outcome="goes_on", **ACT)
    with pytest.raises(InvalidInput):
        actions.close_review_set(SYSTEM, found)
    actions.record_review_outcome(SYSTEM, second, outcome="open", **ACT)
    actions.close_review_set(SYSTEM, found)
    with pytest.raises(WrongState):
        actions.record_review_outcome(SYSTEM, first, outcome="to_end", **ACT)
    actions.reopen_review_set(SYSTEM, found, reason="A mistake.")
    actions.record_review_outcome(SYSTEM, first, outcome="to_end", **ACT)
    first.refresh_from_db()
    first.mandate.refresh_from_db()
    assert (first.outcome, first.mandate.lifecycle_state) == ("to_end", "active")


def test_an_outcome_names_its_act() -> None:
    with pytest.raises(InvalidInput) as fault:
        actions.record_review_outcome(SYSTEM, frozen().items.first(), outcome="goes_on")
    assert "words" in fault.value.faults


def test_mandates_are_put_in_by_number_or_address(client: Client) -> None:
    it, other = factories.mandate(), factories.mandate()
    words = f"{it.slug}, https://example.org/ar/{other.record.address}/ M-9999 nothing"
    rows, unknown = queries.mandates_in_text(AnonymousUser(), words)
    assert rows == [it, other]
    assert unknown == ["M-9999", "nothing"]


def test_the_whole_way_by_pages(client: Client) -> None:
    it = factories.mandate()
    client.force_login(person("secretariat"))
    assert "/en/mandates/new-set/" in client.get("/en/mandates/sets/").content.decode()
    made_at = client.post("/en/mandates/new-set/", {"title": "Tides", "language": "en"})
    url = made_at["Location"]
    other = factories.mandate()
    answer = client.post(f"{url}put-in/", {"which": f"{it.slug} {other.slug} M-9999"}, follow=True)
    page = answer.content.decode()
    assert it.slug in page and "Not found and not added: M-9999" in page
    assert client.post(f"{url}take-out/", {"mandate": other.slug}).status_code == 302
    assert other.slug not in client.get(url).content.decode()
    client.post(f"{url}freeze/")
    sent = {"outcome": "to_merge", "text": "With M-2.", "language": "en", **ACT}
    assert submit(client, f"{url}{it.slug}/outcome/", sent).status_code == 302
    assert f"{url}close/" in client.get(url).content.decode()
    client.post(f"{url}close/")
    assert "Tides" in client.get(f"{url}history/").content.decode()
    client.logout()
    page = client.get(url).content.decode()
    assert "to be merged with another" in page
    for form, begin in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(f"{url}document.{form}").content.startswith(begin)
    rows = client.get(f"{url}?download=json").getvalue()
    assert b'"outcome": "to_merge"' in rows


def test_a_whole_list_of_the_register_goes_into_a_new_set_or_an_open_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    version = factories.text()
    first, second = factories.mandate(version), factories.mandate(version, number=3, asked="Pilots")
    other = factories.mandate(asked="Pilots", force="invites")
    frozen()
    client.force_login(person("secretariat"))
    with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN):
        page = client.get("/en/mandates/?entity=pilots").content.decode()
    way = "/en/mandates/collect/?entity=pilots"
    assert f'href="{way}"' in page
    with django_assert_max_num_queries(12):
        page = client.get(way).content.decode()
    assert "2 mandates" in page and "new set" not in page  # nothing is collected yet
    assert client.post(way, {"language": "en"}).status_code == 422
    answer = client.post(way, {"title": "Pilots", "language": "en"})
    made_one = ReviewSet.objects.get(slug="pilots")
    assert answer["Location"] == made_one.get_absolute_url()
    assert {each.mandate for each in made_one.items.all()} == {second, other}
    assert made_one.query == "entity=pilots"
    shown = client.get(f"{made_one.get_absolute_url()}put-in/").content.decode()
    assert "/en/mandates/?entity=pilots" in shown
    # All in force, into the set that is open: what is there stays once.
    answer = client.post("/en/mandates/collect/", {"into": "pilots", "language": "en"})
    assert answer["Location"] == made_one.get_absolute_url()
    there = [each.mandate for each in made_one.items.all()]
    assert first in there and len(there) == len(set(there)) == Mandate.objects.count()


def test_a_list_that_is_too_long_for_a_set_is_not_put_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("actions", "bulk_add"):
        monkeypatch.setattr(f"majlis.mandates.reviews.{module}.MAX_ITEMS", 2)
    version = factories.text()
    for number in (1, 2, 3):
        factories.mandate(version, number=number, asked="Pilots" if number > 1 else "Keeper")
    client.force_login(person("secretariat"))
    page = client.get("/en/mandates/collect/").content.decode()
    assert "A set holds at most 2 mandates." in page and 'name="total"' not in page  # no form
    sent = {"title": "All", "language": "en"}
    assert client.post("/en/mandates/collect/", sent).status_code == 422
    assert not ReviewSet.objects.exists()
    # Few enough by themselves, too many with those that are there.
    there = collected(mandates=1)
    way = "/en/mandates/collect/?entity=pilots"
    answer = client.post(way, {"into": there.slug, "language": "en"})
    assert answer.status_code == 422
    assert "A set holds at most 2 mandates." in answer.content.decode()
    assert there.items.count() == 1
    # A value that there is not finds nothing, and so puts nothing in.
    assert client.post("/en/mandates/collect/?entity=nobody", sent).status_code == 422
    assert ReviewSet.objects.count() == 1


def test_a_list_that_became_another_meanwhile_is_looked_at_first(client: Client) -> None:
    factories.mandate(asked="Pilots")
    client.force_login(person("secretariat"))
    way = "/en/mandates/collect/?entity=pilots"
    assert opened(client, way)["total"] == "1"
    factories.mandate(asked="Pilots")
    sent = {"title": "Pilots", "language": "en", "total": "1"}
    answer = client.post(way, sent)
    page = answer.content.decode()
    assert (
        answer.status_code == 409
        and "The number of mandates has changed since you opened this page." in page
    )
    assert "2 mandates" in page and 'value="Pilots"' in page
    sent_again = HiddenInputs()
    sent_again.feed(page)
    assert sent_again.values["total"] == "2"
    assert not ReviewSet.objects.exists()
    assert client.post(way, sent | {"total": "2"}).status_code == 302
    assert ReviewSet.objects.get().items.count() == 2


def test_only_who_may_review_is_offered_to_collect(client: Client) -> None:
    council = body()
    factories.mandate()
    mine, others = collected(of=council, mandates=0), collected(mandates=0)
    link = "/en/mandates/collect/"
    assert link not in client.get("/en/mandates/").content.decode()
    assert client.get(link).status_code == 403
    client.force_login(person(("member", council.record)))
    assert link not in client.get("/en/mandates/").content.decode()
    assert client.get(link).status_code == 403
    assert client.post(link, {"title": "T", "language": "en"}).status_code == 403
    client.force_login(person(("chair", council.record)))
    assert link in client.get("/en/mandates/").content.decode()
    page = client.get(link).content.decode()
    assert f'value="{mine.slug}"' in page and f'value="{others.slug}"' not in page
    forbidden = client.post(link, {"title": "T", "language": "en"})
    assert forbidden.status_code == 403  # of no body: the secretariat alone
    assert client.post(link, {"into": others.slug, "language": "en"}).status_code == 422
    sent = {"title": "T", "language": "en", "body": council.pk}
    assert client.post(link, sent).status_code == 302


def set_with_outcomes(of: Any) -> ReviewSet:
    found = frozen(of=of)
    for each in found.items.all():
        actions.record_review_outcome(SYSTEM, each, outcome="open", **ACT)
    return found


def closed(of: Any) -> ReviewSet:
    return actions.close_review_set(SYSTEM, set_with_outcomes(of))


@pytest.mark.parametrize(
    ("verb", "target", "do"),
    [
        (
            "create_review_set",
            lambda of: of,
            lambda a, of: actions.create_review_set(a, of, title="T", language="en"),
        ),
        (
            "add_review_items",
            lambda of: collected(of=of),
            lambda a, of: actions.add_review_items(a, of, mandates=[factories.mandate()]),
        ),
        (
            "remove_review_item",
            lambda of: collected(of=of),
            lambda a, of: actions.remove_review_item(a, of, mandate=of.items.first().mandate),
        ),
        ("freeze_review_set", lambda of: collected(of=of), actions.freeze_review_set),
        (
            "record_review_outcome",
            lambda of: frozen(of=of).items.first(),
            lambda a, of: actions.record_review_outcome(a, of, outcome="open", **ACT),
        ),
        ("close_review_set", set_with_outcomes, actions.close_review_set),
        (
            "reopen_review_set",
            closed,
            lambda a, of: actions.reopen_review_set(a, of, reason="A mistake."),
        ),
    ],
)
def test_who_may(verb: str, target: Any, do: Any) -> None:
    council, other = body(), body("council-of-sand", "Council of Sand")
    speaker = person()
    organisation(speaker)
    of = target(council)
    check_permissions(
        f"mandates.{verb}",
        of,
        granted={
            "the secretariat": person("secretariat"),
            "the chair of its body": person(("chair", council.record)),
            "the secretariat of its body": person(("secretariat", council.record)),
        },
        refused={
            "nobody": None,
            "somebody": person(),
            "who speaks for an organization": speaker,
            "the chair of another body": person(("chair", other.record)),
            "a member": person(("member", council.record)),
            "a moderator": person("moderator"),
            "a closed account": person("secretariat", is_active=False),
        },
        do=lambda entity: do(entity, of),
    )


def test_two_who_word_the_same_outcome_are_told_of_each_other(client: Client) -> None:
    item = frozen().items.first()
    assert item is not None
    client.force_login(person("secretariat"))
    url = f"{item.get_absolute_url()}outcome/"
    hidden = opened(client, url)
    actions.record_review_outcome(
        SYSTEM, item, outcome="goes_on", text="Second.", language="en", **ACT
    )
    late = client.post(
        url, hidden | {"outcome": "goes_on", "text": "Third.", "language": "en", **ACT}
    )
    assert late.status_code == 409
    assert "Third." in late.content.decode() and "Second." in late.content.decode()
    item.refresh_from_db()
    assert item.text == "Second."


def test_a_set_is_locked_before_what_is_in_it_is_read() -> None:
    found = collected()
    with CaptureQueriesContext(connection) as asked:
        actions.freeze_review_set(SYSTEM, found)
    of_items, locks = (
        [n for n, each in enumerate(asked.captured_queries) if words in each["sql"]]
        for words in ('FROM "mandates_reviewitem"', "FOR UPDATE")
    )
    assert locks[0] < of_items[0]


@pytest.mark.parametrize("page", ["set", "brief"])
def test_what_cannot_be_printed_is_told(
    page: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_document: Any) -> bytes:
        raise PaperError("A sign.", "Mend it.")

    monkeypatch.setattr("majlis.paper.write.pdf", refuse)
    monkeypatch.setitem(DOCUMENTS, "pdf", ("application/pdf", refuse))
    url = f"{frozen().get_absolute_url()}document.pdf"
    if page == "brief":
        url = "/en/entities/keeper/brief/?download=pdf"
    answer = client.get(url)
    assert answer.status_code == 400
    assert "cannot be converted to PDF" in answer.content.decode()
