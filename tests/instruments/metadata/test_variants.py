"""Two bodies adopted different words of what was proposed: both are kept, in force, and compared."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.instruments.acts import actions
from majlis.instruments.citations.names import comparison_url
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Instrument, Series, Version
from majlis.instruments.series import actions as series_actions
from majlis.instruments.series.queries import versions_of
from majlis.instruments.texts.queries import current_version
from majlis.kernel.errors import InvalidInput
from tests.commons.helpers import client_for
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.forms import submit
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Version, Version]:
    one = stored_version(state="proposed", date="2031")
    other = stored_version(one.instrument, "report twice", state="proposed", date="2031")
    for each, where in ((one, "Council of Tides"), (other, "Assembly of Ports")):
        actions.adopt_version(SYSTEM, each, deciding={"kind": "adopts", "words": where})
    return one, other


def tie(pair: tuple[Version, Version]) -> None:
    one, other = pair
    url = f"/en/texts/{one.instrument.slug}/{other.slug}/change/"
    sent = {"state": "adopted", "date": "2031", "reason": "Both adopted."}
    client = client_for(person("secretariat"))
    assert one.slug in dict(client.get(url).context["form"].fields["variant_of"].choices)
    assert submit(client, url, sent | {"variant_of": one.slug}).status_code == 302
    other.refresh_from_db()
    assert other.variant_of == one


def test_each_says_who_adopted_the_other_and_leads_to_the_comparison(
    pair: tuple[Version, Version],
) -> None:
    tie(pair)
    one, other = pair
    for here, there, by in ((one, other, "Assembly of Ports"), (other, one, "Council of Tides")):
        words = client_for().get(here.get_absolute_url()).content.decode()
        assert f"<bdi>{by}</bdi> adopted this text in a different wording." in words
        assert f'href="/en/{there.record.address}/"' in words
        assert f'href="{comparison_url(one, other)}"' in words
    answer = client_for().get(comparison_url(one, other))
    assert "twice" in answer.content.decode()


def test_both_are_in_force_and_the_first_is_read(pair: tuple[Version, Version]) -> None:
    tie(pair)
    old = stored_version(pair[0].instrument, "report never", state="in_force")
    for each in pair:
        actions.bring_version_into_force(SYSTEM, Version.objects.get(pk=each.pk))
    states = {each.pk: each.state for each in Version.objects.all()}
    assert states == {pair[0].pk: "in_force", pair[1].pk: "in_force", old.pk: "superseded"}
    assert current_version(list(Version.objects.all())) == pair[0]


def test_a_series_counts_them_as_one_edition(pair: tuple[Version, Version]) -> None:
    series: Series = series_actions.create_series(SYSTEM, titles={"en": "Lights"})
    series_actions.set_series(SYSTEM, Instrument.objects.get(), series=series)
    assert len(versions_of(AnonymousUser(), series)) == 2
    tie(pair)
    assert versions_of(AnonymousUser(), series) == [pair[0]]


def test_what_cannot_be_the_same_in_other_words_is_refused(pair: tuple[Version, Version]) -> None:
    one, other = pair
    third = stored_version(one.instrument, "report never")
    metadata_actions.mark_variant(SYSTEM, other, of=one)
    for each, of in ((one, one), (one, stored_version()), (third, other), (one, third)):
        with pytest.raises(InvalidInput):
            metadata_actions.mark_variant(SYSTEM, each, of=of)
    metadata_actions.mark_variant(SYSTEM, other, of=None)
    assert other.variant_of is None
