"""Time zones in the reader's words."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.parties.accounts import time_zones
from tests.parties.accounts.support import account, sign_in
from tests.support.forms import submit

TOKYO = {
    "ar": "اليابان – طوكيو (UTC+9)",
    "zh": "日本 – 东京（UTC+9）",
    "en": "Japan – Tokyo (UTC+9)",
    "fr": "Japon – Tokyo (UTC+9)",
    "ru": "Япония – Токио (UTC+9)",
    "es": "Japón – Tokio (UTC+9)",
}


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_each_zone_is_offered_once_in_the_language_and_its_order(language: str) -> None:
    offered = time_zones.zone_choices(language)
    assert offered[0] == ("UTC", "UTC")
    labels = dict(offered)
    assert labels["Asia/Tokyo"] == TOKYO[language] == time_zones.zone_label("Asia/Tokyo", language)
    assert len(set(labels.values())) == len(offered) > 400
    assert not [each for each in labels.values() if "_" in each or "/" in each]
    places = [time_zones.zone_place(name, language) for name in labels if name != "UTC"]
    assert places == sorted(places, key=lambda each: sort_key(each, language))
    latin = [each for each in places if re.search("[a-z]", each)]
    assert language in ("en", "fr", "es") or len(latin) < 5


def test_an_old_name_is_the_same_zone_and_every_zone_can_be_chosen() -> None:
    assert time_zones.canonical_zone("Asia/Calcutta") == "Asia/Kolkata"
    assert time_zones.zone_label("Asia/Calcutta", "fr") == "Inde – Calcutta (UTC+5:30)"
    offered = dict(time_zones.zone_choices("en"))
    assert {time_zones.canonical_zone(name) for name in time_zones.zone_names()} == set(offered)


def test_what_names_no_zone_is_shown_as_it_is() -> None:
    assert time_zones.zone_label("Nowhere/At_All", "en") == "Nowhere/At_All"


def test_labels_follow_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return moment.astimezone(tz)

    monkeypatch.setattr(time_zones, "datetime", Clock)
    for moment, told in (
        (datetime(2027, 1, 10, 12, tzinfo=UTC), "Germany – Berlin (UTC+1)"),
        (datetime(2027, 7, 10, 12, tzinfo=UTC), "Germany – Berlin (UTC+2)"),
    ):
        assert time_zones.zone_label("Europe/Berlin", "en") == told
    time_zones._labels.cache_clear()
    assert time_zones._labels("en", date(2027, 7, 10)) is time_zones._labels(
        "en", date(2027, 7, 10)
    )
    time_zones._labels.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_the_pages_say_the_zone_in_words_and_the_choice_is_not_heavy(language: str) -> None:
    client = sign_in(account(time_zone="Asia/Tokyo"), language=language)
    for page in ("account/", "account/data/held/profile/", "notices/settings/"):
        assert TOKYO[language] in client.get(f"/{language}/{page}").content.decode(), page
    page = client.get(f"/{language}/account/profile/").content
    assert f'value="Asia/Tokyo" selected>{TOKYO[language]}<' in page.decode()
    assert len(gzip.compress(page, 6)) < 18_000


@pytest.mark.django_db
def test_a_person_with_an_old_name_finds_the_zone_chosen_and_keeps_it() -> None:
    user = account(time_zone="Asia/Calcutta")
    client = sign_in(user)
    assert 'value="Asia/Kolkata" selected' in client.get("/en/account/profile/").content.decode()
    given = {"name": user.name, "language": "en", "time_zone": "Asia/Kolkata"}
    assert submit(client, "/en/account/profile/", given).status_code == 302
    user.refresh_from_db()
    assert user.time_zone == "Asia/Kolkata"
