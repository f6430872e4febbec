"""Every form, filled with what no form should be filled with: it says what is wrong, and keeps it.

The forms are those that stand on the pages of the table, and the addresses that only take forms. A
sending must end in a page that says what is wrong, with all that was typed, or in going on; never in
a defect, and never in something half written. One test sends fixed values, in ``make test-all``; one looks
for more with hypothesis.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.kernel.languages import LANGUAGES_BY_CODE
from tests.pages.conftest import World
from tests.pages.hostile_input import (
    HOSTILE_FILES,
    HOSTILE_VALUES,
    TYPED_INPUTS,
    PageForm,
    Sender,
    url_encoded_body,
    wrongly_optional,
)
from tests.pages.page_kinds import ADDRESSES_OF_FORMS, FORMS_BY_ADDRESS, PAGES, PageKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(world: World, settings: Any) -> Iterator[Sender]:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    with transaction.atomic():
        yield Sender(world)
        transaction.set_rollback(True)


def all_forms(sender: Sender) -> list[PageForm]:
    """The forms of all pages, and those that are only addresses."""
    found = sender.forms()
    reached = {form.view for form in found}
    for name, (who, where) in FORMS_BY_ADDRESS.items():
        if name in reached:
            continue
        with translation.override("en"):
            address = reverse(name, kwargs=where(sender.world))
        page = PageKind(name, where, who)
        made = PageForm(page, address, "post", name, False)
        made.types = dict.fromkeys(("reason", "next", "record"), "hidden")
        found.append(made)
    return found


def hostile_sendings(
    form: PageForm, serial: Any
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """A bounded number of sendings for one form; another turn of the values for each."""
    names = [name for name in form.typed if form.types[name] in TYPED_INPUTS]
    chosen = [name for name in form.typed if form.types[name] in ("select", "radio", "checkbox")]
    wanted = [name for name in form.typed if form.types[name] == "file"]
    kinds = list(HOSTILE_VALUES)
    yield "as it stands", dict(form.filled), {}
    if form.typed:
        yield "without anything", {}, {}
    if names and form.method == "post":
        yield (
            "texts: null",
            {**form.filled, **{name: [HOSTILE_VALUES["null"]] for name in names}},
            {},
        )
    for name in names:
        if form.types[name] != "hidden":
            each = kinds[next(serial) % len(kinds)]
            yield f"{name}: {each}", {**form.filled, name: [HOSTILE_VALUES[each]]}, {}
    for name in chosen:
        odd = ("unknown choice", "null", "huge", "bytes")[next(serial) % 4]
        yield f"{name}: {odd}", {**form.filled, name: [HOSTILE_VALUES[odd]]}, {}
    if form.filled:
        yield "twice", {name: [*value, "twice"] for name, value in form.filled.items()}, {}
        each = kinds[next(serial) % len(kinds)]
        yield f"all: {each}", {name: [HOSTILE_VALUES[each]] for name in form.filled}, {}
    for name in wanted:
        for called, held in HOSTILE_FILES.items():
            yield f"{name}: {called}", dict(form.filled), {name: held}


@pytest.mark.slow
def test_every_form_answers_what_no_form_should_be_sent(sender: Sender) -> None:
    forms = all_forms(sender)
    assert sender.before == sender.rows()
    reached = {form.view for form in forms}
    assert ADDRESSES_OF_FORMS - reached == set(), (
        "a form that nothing sends: name its sender in FORMS_BY_ADDRESS"
    )
    serial, sent, wrong = count(), 0, []
    for form in forms:
        for called, data, held in hostile_sendings(form, serial):
            sent += 1
            if fault := sender.send(form, data, held):
                wrong.append(f"{form.view} ({form.page.url_name}) {called}: {fault}")
    assert not wrong, "\n".join(wrong)
    assert sent > 3 * len(forms)


def required_only(form: PageForm) -> Iterator[dict[str, Any]]:
    """What a form calls required, filled in; once for each button and each choice, and with no box ticked."""
    filled = {name: value for name, value in form.filled.items() if name not in form.optional}
    yield filled
    boxes = [name for name in filled if form.types[name] == "checkbox"]
    if boxes:
        yield {name: value for name, value in filled.items() if name not in boxes}
    for name, values in form.choices.items():
        if name in filled and name not in boxes:
            for value in values[:MANY_CHOICES]:
                if [value] != filled[name]:
                    yield filled | {name: [value]}


MANY_CHOICES = 12


@pytest.mark.slow
def test_no_field_is_called_optional_that_a_button_or_a_choice_requires(sender: Sender) -> None:
    wrong = set()
    for form in all_forms(sender):
        if form.method != "post" or not form.optional:
            continue
        for data in required_only(form):
            with transaction.atomic():
                answer: Any = sender.request(form, data, {})
                transaction.set_rollback(True)
            if answer.status_code == 422:
                names = wrongly_optional(answer.getvalue().decode(), form.optional)
                wrong |= {(form.view, name) for name in names}
    assert not wrong, "\n".join(map(str, sorted(wrong)))


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_a_form_without_its_token_is_refused_in_the_language_of_the_reader(
    language: str, sender: Sender
) -> None:
    seen = set()
    for page in PAGES:
        with translation.override(language):
            address = reverse(page.url_name, kwargs=page.where(sender.world))
        if page.url_name in seen or page.url_name == "notices:stop_mail":
            continue
        seen.add(page.url_name)
        client = Client(enforce_csrf_checks=True)
        answer = client.post(address, {"text": "Words"})
        text = answer.content.decode()
        assert answer.status_code == 403, address
        assert f'<html lang="{language}" dir="{LANGUAGES_BY_CODE[language].direction}"' in text, (
            address
        )
        assert "<h1" in text and "CSRF" not in text


TEXTS = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=30),
    st.sampled_from([each for name, each in HOSTILE_VALUES.items() if name != "long"]),
    st.integers().map(str),
    st.dates().map(str),
)


@pytest.mark.slow
def test_no_form_breaks_whatever_is_sent(sender: Sender) -> None:
    forms = [each for each in all_forms(sender) if each.typed]

    @given(st.data())
    @settings(max_examples=400, suppress_health_check=list(HealthCheck))
    def try_one(data: Any) -> None:
        form = data.draw(st.sampled_from(range(len(forms))).map(forms.__getitem__))
        changed = data.draw(
            st.dictionaries(st.sampled_from(form.typed), st.lists(TEXTS, max_size=2), max_size=4)
        )
        assert not sender.send(form, {**form.filled, **changed}), (
            form.view,
            url_encoded_body(changed),
        )

    try_one()
