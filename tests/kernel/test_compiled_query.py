"""Queries whose SQL is written once: the same rows as when it is written anew, and for nobody more."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Access, Record, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.records import create_record, get_or_create_circle
from tests.support.people import person

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def wording_query(user: Any, address: str, language: str, position: int = 0) -> QuerySet[Wording]:
    """The words of a record in a language."""
    found = Wording.objects.filter(
        visibility_condition(user, "record__"),
        record__address=address,
        language=language,
        pk__gt=position,
    )
    return found.select_related("record").order_by("pk")


def two_records() -> None:
    """Two records with words in two languages."""
    for name in ("one", "two"):
        create_record("thing", f"things/{name}", {"title": {"en": f"{name}!", "fr": f"{name} !"}})


def test_values_are_those_of_each_call_and_the_sql_is_written_once() -> None:
    two_records()
    written: list[str] = []

    def make(user: Any, address: str, language: str, position: int) -> QuerySet[Wording]:
        written.append(address)
        return wording_query(user, address, language, position)

    read = compiled_query(make)
    for name in ("one", "two", "one"):
        for language in ("en", "fr"):
            asked = {"address": f"things/{name}", "language": language, "position": 0}
            found = read(NOBODY, **asked)
            assert found == list(make(NOBODY, **asked))
            assert [each.text for each in found] == [f"{name}{' !' if language == 'fr' else '!'}"]
            assert found[0].record.address == f"things/{name}"
    last = found[0].pk
    assert read(NOBODY, address="things/one", language="fr", position=last) == []
    assert sum(each.startswith("\x02") for each in written) == 1


def test_values_without_models_are_read_too() -> None:
    two_records()
    addresses = compiled_query(
        lambda user, kind: Record.objects.visible_to(user).filter(kind=kind).values_list("address")
    )
    flat = compiled_query(
        lambda user, kind: (
            Record.objects.filter(kind=kind).order_by("pk").values_list("address", flat=True)
        )
    )
    assert set(addresses(NOBODY, kind="thing")) == {("things/one",), ("things/two",)}
    assert flat(NOBODY, kind="thing") == ["things/one", "things/two"]
    assert flat(NOBODY, kind="nothing") == []


def test_who_is_signed_in_sees_what_they_may_and_nobody_else_sees_it_after_them() -> None:
    inside = person("expert")
    hidden = create_record(
        "thing",
        "things/3",
        access=Access.PRIVATE,
        circle=get_or_create_circle("one", {"user": inside}),
    )
    read = compiled_query(lambda user, kind: Record.objects.visible_to(user).filter(kind=kind))
    assert read(NOBODY, kind="thing") == []
    assert read(inside, kind="thing") == [hidden]
    assert read(person(), kind="thing") == []
    assert read(NOBODY, kind="thing") == []
    assert read(AnonymousUser(), kind="thing") == []


def test_what_decides_something_has_an_sql_of_its_own() -> None:
    two_records()
    read = compiled_query(
        lambda _user, kind, language: (
            Record.objects.filter(kind=kind, wordings__language=language)
            if language
            else Record.objects.filter(kind=kind)
        )
    )
    assert len(read(NOBODY, kind="thing", language="fr")) == 2
    assert len(read(NOBODY, kind="thing", language="ru")) == 0
    assert len(read(NOBODY, kind="thing", language="")) == 2


def test_what_would_give_wrong_rows_is_refused() -> None:
    in_part = compiled_query(lambda _user, words: Record.objects.filter(address__contains=words))
    with pytest.raises(ValueError, match="another form"):
        in_part(NOBODY, words="thing")
    unused = compiled_query(lambda _user, words: Record.objects.filter(kind="thing"))
    with pytest.raises(ValueError, match="do not reach"):
        unused(NOBODY, words="thing")
    sliced = compiled_query(lambda _user, most: Record.objects.all()[:most])
    with pytest.raises(ValueError, match="do not reach"):
        sliced(NOBODY, most=3)
    many = compiled_query(lambda _user, keys: Record.objects.filter(pk__in=keys))
    with pytest.raises(TypeError, match="keys"):
        many(NOBODY, keys=[1, 2])
