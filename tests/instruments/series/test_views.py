"""Series: made and changed by the secretariat, editions in the order of time, each compared with the one before."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.tasks import default_task_backend
from django.test import Client

from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.citations.names import comparison_url
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Comparison, Instrument, Series, Version
from majlis.instruments.series import actions, queries, tasks
from majlis.instruments.withdrawals import actions as withdrawals_actions
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Access, AuditEntry, User
from majlis.kernel.records import get_or_create_circle
from tests.instruments import published_texts
from tests.support.forms import submit
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
TITLES = {"en": "The register of tides", "fr": "Le registre des marées"}


@pytest.fixture
def secretary() -> User:
    return person("secretariat")


@pytest.fixture
def series(secretary: User) -> Series:
    return actions.create_series(
        Actor(user=secretary), titles=TITLES, item_period="P1Y", text_period="P4Y"
    )


def others() -> dict[str, User | None]:
    return {
        "nobody": None,
        "a delegate": person("delegate"),
        "an administrator": person("administrator"),
        "a closed account": person("secretariat", is_active=False),
    }


def test_who_may_make_change_and_fill_a_series(secretary: User, series: Series) -> None:
    granted, refused = {"the secretariat": secretary}, others()
    text = published_texts.published_text(published_texts.sample_bytes("Resolution 27")).instrument
    check_permissions(
        "instruments.create_series",
        None,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.create_series(actor, titles={"en": "Another"}),
    )
    check_permissions(
        "instruments.change_series",
        series,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.change_series(actor, series, titles={"en": "Renamed"}),
    )
    check_permissions(
        "instruments.set_series",
        text,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.set_series(actor, text, series=series),
    )
    entry = AuditEntry.objects.filter(verb="instruments.set_series").get()
    assert (entry.record_id, entry.old, entry.new) == (
        text.pk,
        {"series": None},
        {"series": series.record.address},
    )


def test_faults_are_told_by_field_and_change_nothing(secretary: User, series: Series) -> None:
    actor = Actor(user=secretary)
    with pytest.raises(InvalidInput) as fault:
        actions.create_series(actor, titles={"en": " "}, text_period="often")
    assert set(fault.value.faults) == {"title_en", "text_period"}
    with pytest.raises(InvalidInput) as fault:
        actions.change_series(actor, series, titles=TITLES, report_period="P1D")
    assert set(fault.value.faults) == {"report_period"}
    assert Series.objects.count() == 1
    before = AuditEntry.objects.count()
    same = {"item_period": "P1Y", "text_period": "P4Y", "titles": TITLES}
    actions.change_series(actor, series, **same)  # type: ignore[arg-type]
    assert AuditEntry.objects.count() == before


def test_the_three_periods_are_three_fields(secretary: User, series: Series) -> None:
    client = Client()
    client.force_login(secretary)
    names = {f"title_{code}": "" for code in ("ar", "zh", "en", "fr", "ru", "es")}
    given = names | {
        "title_en": "Tides",
        "item_period": "P1Y",
        "text_period": "P2Y",
        "report_period": "P6M",
    }
    answer = submit(client, f"/en/series/{series.slug}/change/", given)
    assert answer.status_code == 302, answer.content.decode()
    series.refresh_from_db()
    assert (series.item_period, series.text_period, series.report_period) == ("P1Y", "P2Y", "P6M")
    facts = {str(each.name): str(each.words) for each in client.get(answer.url).context["facts"]}
    assert facts["Frequency of the agenda item"] == "every year"
    assert facts["Frequency of adoption"] == "every two years"
    assert facts["Frequency of reporting"] == "every six months"
    entry = AuditEntry.objects.filter(verb="instruments.change_series").get()
    assert entry.new["report_period"] == "P6M"
    assert entry.old["title.en"] == "The register of tides"


def test_texts_are_put_in_by_symbol_or_address_and_taken_out(
    secretary: User, series: Series
) -> None:
    text = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)")
    ).instrument
    published_texts.published_text(
        published_texts.sample_bytes("Decision 5"), body=published_texts.body("one", "One")
    )
    published_texts.published_text(
        published_texts.sample_bytes("Decision 5", second="to wait"),
        body=published_texts.body("two", "Two"),
    )
    client = Client()
    client.force_login(secretary)
    page, add = (f"/en/series/{series.slug}/{action}/" for action in ("change", "texts/add"))
    assert submit(client, add, {"text": "القرار 27"}).status_code == 302
    text.refresh_from_db()
    assert text.series == series
    assert "Register of tides" in client.get(page).content.decode()
    assert client.post(f"/en/series/{series.slug}/texts/resolution-27/remove/").url == page
    text.refresh_from_db()
    assert text.series is None
    address = "https://example.org/ar/texts/resolution-27/2027/"
    assert submit(client, add, {"text": address}).status_code == 302
    assert submit(client, add, {"text": "resolution 99"}).status_code == 422
    several = submit(client, add, {"text": "Decision 5"})
    assert several.status_code == 422
    assert "Several texts match." in several.content.decode()
    other = actions.create_series(Actor(user=secretary), titles={"en": "Other"})
    answer = submit(client, f"/en/series/{other.slug}/texts/add/", {"text": "Resolution 27"})
    assert answer.status_code == 422
    text.refresh_from_db()
    assert text.series == series
    assert Client().post(add, {"text": "Resolution 27"}).status_code in (302, 403)


def editions(series: Series) -> list[Version]:
    """Three editions, the second of which was turned down and says no date, the third adopted by a vote."""
    first = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)"),
        date="2027-05-04",
        state="superseded",
    )
    acts_actions.record_act(
        published_texts.SYSTEM, first, kind="adopts", words="4th meeting", manner="consensus"
    )
    turned_down = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira)", second="to close the register"),
        of=first,
        state="not_adopted",
    )
    last = published_texts.published_text(
        published_texts.sample_bytes(
            "Resolution 27 (Amended in 2031)", second="to weigh the seaweed"
        ),
        of=first,
        date="2031",
        state="in_force",
    )
    acts_actions.record_act(
        published_texts.SYSTEM,
        last,
        kind="adopts",
        words="7th meeting",
        manner="vote",
        in_favour=30,
        against=2,
        abstaining=1,
    )
    actions.set_series(published_texts.SYSTEM, first.instrument, series=series)
    return [first, turned_down, last]


def test_each_edition_tells_what_changed_and_how_it_was_adopted(series: Series) -> None:
    first, turned_down, last = editions(series)
    tasks.compare_series.func(series.pk)
    answer = Client().get(f"/en/series/{series.slug}/")
    kept = queries.versions_of(AnonymousUser(), series)
    assert kept == [first, turned_down, last]  # without a date: behind the one before it
    made = queries.editions(kept, "en")
    assert [(each.version, each.before) for each in made] == [
        (last, first),  # not with what was turned down
        (turned_down, first),
        (first, None),
    ]
    assert [each.years for each in made] == [4, None, None]
    newest, _middle, oldest = answer.context["table"].rows
    assert "changed" in str(newest[1].words)
    assert newest[1].url == f"{comparison_url(first, last)}?in=en"
    comparison = Comparison.objects.get(old=first, new=last)
    assert 0.7 < comparison.similarity < 1
    assert 0 < comparison.mandates_kept <= comparison.mandates
    assert newest[2] == f"{int(comparison.similarity * 100)}%"  # as the comparison says it
    assert newest[4] == "4 years"
    assert str(newest[5].words) == "by a vote (30–2–1)"
    assert oldest[1] == "first version held in Majlis"
    assert str(oldest[5].words) == "without a vote"
    assert [each.phase for each in answer.context["moments"]] == ["now", "undated", "past"]


def test_a_page_makes_no_comparisons_and_the_worker_all(
    series: Series, django_assert_max_num_queries: Any
) -> None:
    last = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27"), date="2001"
    )
    for year in range(2002, 2006):
        second = f"to measure the tide {year} times"
        last = published_texts.published_text(
            published_texts.sample_bytes(f"Resolution 27 (Amended in {year})", second=second),
            of=last,
            date=str(year),
        )
    actions.set_series(published_texts.SYSTEM, last.instrument, series=series)
    assert not Comparison.objects.exists()
    with django_assert_max_num_queries(12):
        answer = Client().get(f"/en/series/{series.slug}/")
    assert [getattr(row[1], "words", "") for row in answer.context["table"].rows[:-1]] == [
        "compare"
    ] * 4
    assert not Comparison.objects.exists()
    tasks.compare_series.func(series.pk)
    assert Comparison.objects.count() == 4
    with django_assert_max_num_queries(12):
        answer = Client().get(f"/en/series/{series.slug}/")
    assert all("changed" in str(row[1].words) for row in answer.context["table"].rows[:-1])


def test_a_series_without_any_date_stands_in_the_order_of_its_texts(series: Series) -> None:
    first = published_texts.published_text(published_texts.sample_bytes("Resolution 27"))
    second = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira)", second="to wait"), of=first
    )
    actions.set_series(published_texts.SYSTEM, first.instrument, series=series)
    assert queries.versions_of(AnonymousUser(), series) == [first, second]
    answer = Client().get(f"/en/series/{series.slug}/")
    assert answer.status_code == 200
    assert [row[4] for row in answer.context["table"].rows] == ["—", "—"]


def test_two_languages_are_not_compared(series: Series) -> None:
    first = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27"), date="2027"
    )
    french = "Résolution 28\n\nRegistre des marées\n\nLe Conseil des marées,\n\ndécide\n\n1\tde mesurer la marée;\n\n2\tde faire rapport."
    other = published_texts.published_text(french, date="2029")
    for each in (first, other):
        actions.set_series(published_texts.SYSTEM, each.instrument, series=series)
    answer = Client().get(f"/en/series/{series.slug}/")
    assert answer.context["table"].rows[0][1] == "no common language for comparison"


def test_the_list_of_series_counts_and_dates_what_the_reader_sees(series: Series) -> None:
    versions = editions(series)
    owner = person()
    closed = get_or_create_circle("closed", {"user": owner})
    record = versions[2].record
    record.access, record.circle = Access.PRIVATE, closed
    record.save()
    for user, last in ((AnonymousUser(), "2027-05-04"), (owner, "2031")):
        row = queries.series_list(user, "en").get()
        assert (row.texts, row.last) == (1, last)
    kept = Client().get("/en/series/", {"download": "json"})
    rows = json.loads(b"".join(kept.streaming_content))["rows"]
    assert len(rows) == 1
    assert Instrument.objects.filter(series=series).count() == 1


def test_an_officer_who_does_not_see_the_body_of_a_series_does_not_take_it_away() -> None:
    council = published_texts.body()
    made = actions.create_series(published_texts.SYSTEM, titles={"en": "Tides"}, body=council)
    council.record.access, council.record.circle = (
        Access.PRIVATE,
        get_or_create_circle("closed", {"user": person()}),
    )
    council.record.save()
    officer = Client()
    officer.force_login(person("secretariat"))
    page = f"/en/series/{made.slug}/change/"
    answer = submit(officer, page, {"title_en": "Tides", "text_period": "P2Y"})
    made.refresh_from_db()
    assert (answer.status_code, made.text_period, made.body_id) == (302, "P2Y", council.pk)


def test_a_name_of_a_series_that_was_wrong_is_taken_away() -> None:
    made = actions.create_series(published_texts.SYSTEM, titles=TITLES)
    actions.change_series(published_texts.SYSTEM, made, titles=TITLES | {"fr": ""})
    assert set(made.record.wordings.values_list("language", flat=True)) == {"en"}


def test_two_who_make_a_series_of_one_name_at_once_are_told_and_type_nothing_twice(
    secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.create_series(published_texts.SYSTEM, titles={"en": "Tides"})
    client = Client()
    client.force_login(secretary)
    monkeypatch.setattr("majlis.instruments.series.actions.first_free", lambda stem, _taken: stem)
    answer = submit(client, "/en/series/add/", {"title_en": "Tides", "text_period": "P2Y"})
    assert answer.status_code == 409
    assert answer.context["form"]["title_en"].value() == "Tides"
    assert Series.objects.count() == 1
    monkeypatch.undo()
    again = submit(client, "/en/series/add/", {"title_en": "Tides", "text_period": "P2Y"})
    assert again.status_code == 302 and Series.objects.count() == 2


def test_the_worker_compares_anew_what_stands_next_to_another(series: Series) -> None:
    first, _turned_down, last = editions(series)
    Comparison.objects.all().delete()

    def asked(done: Callable[[], object]) -> list[Any]:
        left: Any = default_task_backend
        before = len(left.results)
        done()
        return [each.args[0] for each in left.results[before:] if each.task == tasks.compare_series]

    system, text = published_texts.SYSTEM, first.instrument
    assert asked(
        lambda: metadata_actions.change_version(system, last, labels={}, reason="So.", date="2026")
    ) == [series.pk]
    assert asked(lambda: withdrawals_actions.withdraw_version(system, last, reason="So.")) == [
        series.pk
    ]
    other = actions.create_series(system, titles={"en": "Other"})
    assert asked(lambda: actions.set_series(system, text, series=None)) == [series.pk]
    assert asked(lambda: actions.set_series(system, text, series=other)) == [other.pk]
