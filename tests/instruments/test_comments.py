"""Versions and series are talked of: comments are shown beside them, and only where they are seen."""

from __future__ import annotations

import pytest

from majlis.commons.comments.models import Comment
from majlis.instruments.series import actions
from majlis.kernel.models import Record
from majlis.kernel.records import get_or_create_circle
from tests.commons.helpers import client_for
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.people import person

pytestmark = pytest.mark.django_db


def test_people_comment_on_a_version_and_on_a_series() -> None:
    kept = stored_version()
    series = actions.create_series(SYSTEM, titles={"en": "Lights"})
    writer = client_for(person())
    for each in (kept, series):
        url = f"/en/comments/on/{each.record.address}/"
        sent = {"text": "Which lights?", "language": "en"}
        assert writer.post(f"{url}write/", sent).status_code == 302
        assert "Which lights?" in client_for().get(url).content.decode()
        assert f'href="{url}' in client_for().get(each.get_absolute_url()).content.decode()
    assert set(Comment.objects.values_list("record", flat=True)) == {kept.pk, series.pk}


def test_what_is_said_of_a_version_that_is_not_public_is_for_those_who_see_it() -> None:
    kept, reader = stored_version(), person()
    url = f"/en/comments/on/{kept.record.address}/"
    client_for(reader).post(f"{url}write/", {"text": "Which lights?", "language": "en"})
    closed = get_or_create_circle("test:closed", {"user": reader})
    Record.objects.filter(pk=kept.pk).update(access="private", circle=closed)
    assert "Which lights?" in client_for(reader).get(url).content.decode()
    assert client_for(person()).get(url).status_code == 404
