"""The page of results: what is found for whom, what was typed stays, and what to do where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from majlis.commons.search import registry
from majlis.commons.search.index import index_records
from majlis.instruments.citations.stubs import create_stubs
from majlis.kernel import record_kinds
from majlis.kernel.models import Access, Record, User
from majlis.kernel.rate_limits import RateLimit
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.portal import views
from tests.commons.helpers import client_for
from tests.instruments.published_texts import body
from tests.mandates import factories
from tests.support.languages import TWO_SCRIPTS
from tests.support.people import person

pytestmark = pytest.mark.django_db
KIND = "portal_paper"
NOTHING = "No results. Use fewer words or remove a filter. Some results require sign-in."
NOT_ASKED = "Enter keywords in any official language, a name, or a symbol (A/RES/70/125)."


@pytest.fixture(autouse=True)
def register_kind() -> Iterator[None]:
    """A kind that is searched."""
    record_kinds.register_kind(KIND, "paper", "papers")
    registry.register(KIND)
    yield
    record_kinds.RECORD_KINDS.pop(KIND)
    registry.SOURCES.pop(KIND)


def make_paper(title: str, address: str, owner: User | None = None) -> Record:
    """A paper that is public, or private to one person; indexed."""
    fields: dict[str, Any] = {}
    if owner is not None:
        fields = {
            "access": Access.PRIVATE,
            "circle": get_or_create_circle(address, {"user": owner}),
        }
    made = create_record(KIND, address, {"title": {"en": title}}, authentic="en", **fields)
    index_records(Record.objects.filter(pk=made.pk).with_wordings())
    return made


def test_only_what_the_reader_may_see_is_found_and_counted() -> None:
    owner = person()
    make_paper("Lighthouses of Ormesia", "papers/open")
    make_paper("Lighthouses kept secret", "papers/secret", owner)
    for user, count in ((None, 1), (person("secretariat"), 1), (owner, 2)):
        answer = client_for(user).get("/en/search/", {"q": "lighthouses"})
        text = answer.content.decode()
        assert 'href="/en/papers/open/"' in text
        assert ("papers/secret" in text) is (count == 2)
        assert ("kept secret" in text) is (count == 2)
        assert answer.context["page"].total == count
        assert [each.count for each in answer.context["page"].kinds] == [count]


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_nothing_found_says_what_to_do(language: str) -> None:
    make_paper("Lighthouses", "papers/open")
    text = Client().get(f"/{language}/search/", {"q": "xyzzyx"}).content.decode()
    with override(language):
        assert escape(gettext(NOTHING)) in text
    assert text.count('value="xyzzyx"') >= 1


def test_nothing_found_names_what_is_likely_not_in(django_assert_max_num_queries: Any) -> None:
    def told(words: str, **more: str) -> str:
        with django_assert_max_num_queries(12):
            answer = Client().get("/en/search/", {"q": words, **more})
        assert not answer.context["page"].hits
        return answer.content.decode()

    assert "No texts are held in Majlis yet." in told("xyzzyx")
    factories.mandate(factories.text(date="2030-05-06"))
    (stub,) = create_stubs(["resolution 99/77"])
    plain = told("xyzzyx")
    assert "Reasons for missing results" not in plain
    assert "Coverage: 1 text, latest text: May 2030." in plain
    cited = told("resolution 99/77")
    assert "is cited, but its text is not held in Majlis." in cited
    assert stub.get_absolute_url() in cited
    assert "is not held in Majlis, and no text in Majlis cites it." in told("resolution 98/12")
    assert "No texts of 1998 are held in Majlis. Texts are held for 2030." in told("xyzzyx 1998")
    assert "No texts of 2030" not in told("xyzzyx 2030")
    factories.text(date="2027-01-02")
    assert "No texts of 2028 are held in Majlis. Texts are held for 2027–2030." in told(
        "2028 xyzzyx"
    )
    assert "No texts in this language are held in Majlis: Arabic." in told("xyzzyx لاشيء")
    assert "No texts in this language are held in Majlis: French." in told("xyzzyx", language="fr")
    assert "No mandate has this number. The last number is" in told("M-999999")


def test_nothing_found_names_a_body_of_which_no_text_is_kept(
    django_assert_max_num_queries: Any,
) -> None:
    council = body("council-of-sand", "Council of Sand")
    version = factories.text()
    with django_assert_max_num_queries(12):
        text = Client().get("/en/search/", {"q": "xyzzyx council of sand"}).content.decode()
    assert "No texts of this body are held in Majlis: Council of Sand." in text
    version.instrument.body = council
    version.instrument.save()
    text = Client().get("/en/search/", {"q": "xyzzyx council of sand"}).content.decode()
    assert "No texts of this body are held in Majlis" not in text


def test_without_words_it_says_what_can_be_typed() -> None:
    for query in ("", "?q=", "?q=%20%20"):
        answer = Client().get(f"/en/search/{query}", follow=True)
        assert answer.status_code == 200
        assert NOT_ASKED in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ['"salt" <b>&amp;', "ملح البحر", "  two  words ", "<script>alert(1)</script>"]
)
def test_what_was_typed_stays_as_it_was_and_does_nothing(typed: str) -> None:
    text = Client().get("/en/search/", {"q": typed}).content.decode()
    field = text[text.index('id="page-q"') :]
    field = field[: field.index(">")]
    assert " ".join(escape(typed).split()) in " ".join(field.split())
    assert "<script>alert" not in text and "<b>" not in text


def test_a_filter_keeps_the_words_and_can_be_taken_away() -> None:
    make_paper("Lighthouses", "papers/open")
    text = Client().get("/en/search/", {"q": "lighthouses", "kind": KIND}).content.decode()
    assert 'aria-current="true"' in text and 'href="/en/papers/open/"' in text
    assert "?q=lighthouses" in text
    odd = Client().get("/en/search/", {"q": "lighthouses", "kind": "nothing", "page": "x"})
    assert odd.status_code == 200


def test_what_is_too_long_is_cut_and_says_so() -> None:
    text = Client().get("/en/search/", {"q": "lighthouse " * 100}).content.decode()
    assert "The search text was too long; only its beginning was used." in text


def indexed(*records: Record) -> None:
    """Index these records."""
    index_records(Record.objects.filter(pk__in=[each.pk for each in records]).with_wordings())


def test_a_hit_leads_to_the_provision_and_names_it(django_assert_max_num_queries: Any) -> None:
    version = factories.text()
    made = factories.mandate(version, number=2)
    indexed(version.record, made.record)
    with django_assert_max_num_queries(12):
        hits = Client().get("/en/search/", {"q": "reports on the tide"}).context["page"].hits
    mandate, text = hits
    symbol = version.instrument.symbol
    assert mandate.url == made.get_absolute_url()
    for words in (made.slug, f"{symbol}, operative paragraph 2", "Keeper", "no information"):
        assert words in mandate.note
    assert mandate.excerpt == []  # the title is the provision
    assert text.url.startswith(f"{version.get_absolute_url()}?in=en&at=")
    assert text.url.endswith(f"#{factories.operative(version, 2).eid}")
    assert "operative paragraph 2" in text.note and "in force" in text.note
    excerpt = "".join(piece.text for piece in text.excerpt)
    assert excerpt.startswith("Requests the Keeper to report on the tide")
    page = Client().get(text.url).content.decode()
    assert f'id="{factories.operative(version, 2).eid}"' in page


def test_a_text_found_by_its_symbol_or_title_is_not_cut_into_provisions() -> None:
    version = factories.text()
    indexed(version.record)
    for words in (version.instrument.symbol, "lights of the coast"):
        hits = Client().get("/en/search/", {"q": words}).context["page"].hits
        assert [hit.url for hit in hits] == [version.get_absolute_url()], words


def test_versions_of_one_text_are_told_apart_and_that_in_force_is_first() -> None:
    old = factories.text(state="superseded", date="2020-01-02")
    new = factories.text(of=old, date="2024-01-02")
    indexed(old.record, new.record)
    hits = Client().get("/en/search/", {"q": "report on the tide"}).context["page"].hits
    assert [hit.record.pk for hit in hits] == [new.pk, old.pk]
    notes = [str(hit.note) for hit in hits]
    assert "2024" in notes[0] and "2020" in notes[1] and "superseded" in notes[1]


@pytest.mark.parametrize("field", ["text", "mandate"])
def test_a_field_is_suggested_what_it_accepts(
    field: str, django_assert_max_num_queries: Any
) -> None:
    version = factories.text()
    made = factories.mandate(version)
    indexed(version.record, made.record)
    typed = {"text": "lights", "mandate": made.slug[:-1]}[field]
    with django_assert_max_num_queries(4):
        answer = Client().get("/en/search/suggestions/", {"q": typed, "field": field})
    assert answer["Cache-Control"] == "private, max-age=60"
    values = [each["value"] for each in answer.json()["suggestions"]]
    assert values == [{"text": version.instrument.symbol, "mandate": made.slug}[field]]


def test_suggestions_lead_to_records_that_the_reader_may_see() -> None:
    owner = person()
    make_paper("Lighthouses", "papers/open")
    make_paper("Lighthouses kept secret", "papers/secret", owner)
    for user, count in ((None, 1), (owner, 2)):
        found = client_for(user).get("/en/search/suggestions/", {"q": "lighth"}).json()
        urls = [each["url"] for each in found["suggestions"]]
        assert urls == ["/en/papers/open/", "/en/papers/secret/"][:count]
    assert Client().get("/en/search/suggestions/").json() == {"suggestions": []}


def test_visitors_are_answered_so_many_times_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SUGGESTION_LIMIT", RateLimit("portal.suggestions", 1, 60))
    path = "/en/search/suggestions/?q=a"
    assert [Client().get(path).status_code for _ in range(2)] == [200, 429]
    assert client_for(person()).get(path).status_code == 200
