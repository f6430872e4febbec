"""The permanent addresses of comparisons, and the former ones that lead to them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.models import Version
from majlis.kernel.models import Access, Record
from majlis.kernel.records import get_or_create_circle
from tests.instruments import parsed_texts
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Version, Version]:
    """Two versions of a text."""
    words = ["Requests the Keeper to report;", "Thanks the islands;"]
    old = parsed_texts.first_version(
        parsed_texts.numbered_text(words, symbol="A/RES/70/9"), date="2030"
    )
    return old, parsed_texts.next_version(
        old, parsed_texts.numbered_text(words[:1], symbol="A/RES/70/9"), date="2031"
    )


def test_a_comparison_has_the_names_of_its_text_and_versions(
    pair: tuple[Version, Version],
) -> None:
    assert comparison_url(*pair) == "/en/texts/a-res-70-9/2030/compare/2031/"
    said = Client().get(comparison_url(*pair)).content.decode()
    line = said.split('id="citation"')[1].split("</p>")[0]
    assert "A/RES/70/9" in line and "2030" in line and "2031" in line
    assert "http://testserver/en/texts/a-res-70-9/2030/compare/2031/" in line
    assert Client().get("/en/texts/a-res-70-9/2030/compare/2032/").status_code == 404


def test_two_texts_have_an_address_and_one_text_only_the_short_one(
    pair: tuple[Version, Version],
) -> None:
    other = parsed_texts.first_version(
        parsed_texts.numbered_text(["Thanks the islands;"], symbol="A/RES/71/9"), date="2032"
    )
    url = comparison_url(pair[0], other)
    assert url == "/en/texts/a-res-70-9/2030/compare/a-res-71-9/2032/"
    assert Client().get(url).status_code == 200
    assert Client().get(f"{url}changes.en.json").status_code == 200
    answer = Client().get("/en/texts/a-res-70-9/2030/compare/a-res-70-9/2031/?in=en")
    assert (answer.status_code, answer.url) == (301, f"{comparison_url(*pair)}?in=en")


def test_former_addresses_lead_on_with_their_query(pair: tuple[Version, Version]) -> None:
    former = f"/en/texts/compare/{pair[0].pk}/{pair[1].pk}/"
    answer = Client().get(f"{former}?only=changed&at=para_1")
    assert answer.status_code == 301
    assert answer.url == f"{comparison_url(*pair)}?only=changed&at=para_1"
    file = Client().get(f"{former}changes.en.json")
    assert (file.status_code, file.url) == (301, f"{comparison_url(*pair)}changes.en.json")
    arabic = Client().get(former.replace("/en/", "/ar/"))
    with translation.override("ar"):
        assert arabic.url == comparison_url(*pair)


def test_a_former_address_tells_strangers_no_name(pair: tuple[Version, Version]) -> None:
    alone = get_or_create_circle("tests:one", {"user": person("expert")})
    Record.objects.filter(pk=pair[0].pk).update(access=Access.PRIVATE, circle=alone)
    for path in ("", "changes.en.json"):
        answer = Client().get(f"/en/texts/compare/{pair[0].pk}/{pair[1].pk}/{path}")
        assert answer.status_code == 404
