"""Forms: the order of their parts, words that mend, dates in three fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import html5lib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.look.examples import ContributionForm
from majlis.look.forms import DateField, FilterForm, Form, form_errors
from tests.browser.support import LANGUAGES
from tests.support.markup import compact


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class SmallForm(Form):
    name = forms.CharField(label="Name", max_length=5, help_text="As <b>printed</b>")
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False
    )
    day = DateField(label="Day of birth")


def test_label_hint_error_field_stand_in_that_order() -> None:
    text = compact(str(SmallForm({"name": "far too long"})))
    places = [
        text.index(piece)
        for piece in (
            '<label for="id_name">Name</label>',
            '<p class="hint" id="id_name_helptext">As <b>printed</b></p>',
            '<p class="error" id="id_name_error">',
            '<input type="text" name="name"',
        )
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text


def test_what_may_be_left_empty_says_so() -> None:
    text = compact(str(SmallForm()))
    assert '<legend>Kind <span class="quiet">(optional)</span></legend>' in text
    assert "<legend>Day of birth</legend>" in text


def test_filters_are_not_marked_as_optional() -> None:
    class Filters(FilterForm):
        words = forms.CharField(label="Words", required=False)

    assert "(optional)" not in str(Filters())


def test_fields_of_which_one_is_required_are_not_marked_as_optional() -> None:
    class Names(Form):
        first = forms.CharField(required=False, help_text="In full.")
        second = forms.CharField(required=False)
        note = forms.CharField(required=False)

    names = Names()
    names.require_one("first", "second")
    text = str(names)
    assert text.count("(optional)") == 1
    assert "In full. Complete at least one of these fields." in text


def test_the_summary_leads_to_each_field_with_the_same_words() -> None:
    form = SmallForm({"name": "far too long", "kind": "z", "day_day": "31", "day_month": "2"})
    told = form_errors(form)
    assert [fault.id for fault in told] == ["id_name", "id_kind_0", "id_day_0"]
    text = compact(str(form))
    for fault in told:
        assert text.count(fault.words) == 2
        assert f'href="#{fault.id}"' in text
        assert f'id="{fault.id}"' in text
    assert "3 fields need correction. Your entries are still in the form." in text


def test_what_is_wrong_with_the_whole_form_is_in_the_summary() -> None:
    class Whole(SmallForm):
        def clean(self) -> None:
            raise forms.ValidationError("The two names are the same: change one.")

    text = compact(str(Whole({})))
    assert "<li>The two names are the same: change one.</li>" in text
    day = {"day_day": "1", "day_month": "2", "day_year": "2030"}
    alone = compact(str(Whole({"name": "Name", **day})))
    assert "The action was not completed. Your entries are still in the form." in alone
    assert "correction" not in alone


def test_a_form_without_faults_has_no_summary() -> None:
    assert 'class="errors"' not in str(SmallForm())


def test_nothing_typed_is_lost() -> None:
    text = str(SmallForm({"name": '"><i>x', "day_day": "ten", "day_month": "13", "day_year": "20"}))
    for value in ("&quot;&gt;&lt;i&gt;x", "ten", "13", "20"):
        assert f'value="{value}"' in text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(), "", "“It” is blank. Complete this field."),
        (
            forms.CharField(max_length=3),
            "four",
            "“It” has 4 characters. Use at most 3.",
        ),
        (forms.CharField(min_length=3), "no", "“It” has 2 characters. Use at least 3."),
        (
            forms.EmailField(),
            "nobody",
            "“It” must be an email address such as name@",
        ),
        (
            forms.URLField(assume_scheme="https"),
            "no where",
            "“It” must be a web address such as https://",
        ),
        (forms.IntegerField(), "many", "“It” must be a whole number. Use digits."),
        (forms.FloatField(), "many", "“It” must be a number. Use digits."),
        (forms.IntegerField(max_value=9), "10", "“It” is too large. Enter 9 or less."),
        (forms.IntegerField(min_value=2), "1", "“It” is too small. Enter 2 or more."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "The value of “It” is not on the list."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "“It” is blank. Select one option."),
        (forms.BooleanField(), "", "Tick “It” to continue."),
        (forms.FileField(), "", "“It” is blank. Select a file."),
        (forms.CharField(), "a\x00b", "“It” contains an invalid character. Enter the text again."),
        (
            forms.MultipleChoiceField(choices=[("a", "A")]),
            "",
            "“It” is blank. Select one or more options.",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, forms.Field) else None,
)
def test_faults_say_what_and_how_to_mend_it(field: forms.Field, typed: str, words: str) -> None:
    field.label = "It"
    form = type("One", (Form,), {"it": field})({"it": typed} if typed else {})
    assert str(form["it"].errors[0]).startswith(words)


def test_words_of_a_form_s_own_are_kept() -> None:
    form = ContributionForm({})
    assert form.errors["item"] == ["Select the agenda item of this contribution."]


def test_a_label_with_a_percent_sign_is_no_format() -> None:
    field = forms.CharField(label="Share in %(n)s %", max_length=2)
    form = type("One", (Form,), {"it": field})({"it": "long"})
    assert "Share in %(n)s %" in form.errors["it"][0]


def cleaned_date(*typed: str, partial: bool = False) -> object:
    """What a date field makes of a day, a month and a year."""
    return DateField(label="It", partial=partial, required=False).clean(list(typed))


def test_a_date_is_read_from_three_fields_in_any_digits() -> None:
    assert cleaned_date("30", "6", "2026") == datetime.date(2026, 6, 30)
    assert cleaned_date(" ٣٠ ", "٦", "٢٠٢٦") == datetime.date(2026, 6, 30)
    assert cleaned_date("", "", "") is None


def test_a_partial_date_keeps_what_it_knows() -> None:
    assert cleaned_date("", "", "2026", partial=True) == "2026"
    assert cleaned_date("", "4", "2026", partial=True) == "2026-04"
    assert cleaned_date("7", "4", "2026", partial=True) == "2026-04-07"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "2", "2027"), "31 February 2027 does not exist. Check the day."),
        (("0", "2", "2027"), "0 February 2027 does not exist. Check the day."),
        (("9999999999", "2", "2027"), "9999999999 February 2027 does not exist. Check the day."),
        (("1", "13", "2027"), "Month 13 does not exist. Enter a number from 1 to 12."),
        (("1", "1", "27"), "Enter the year in four digits, for example 2027."),
        (("1", "1", ""), "The year is missing. Enter the year."),
        (("1", "", "2027"), "The month is missing. Enter the month."),
        (("", "1", "2027"), "The day is missing. Enter the day."),
        (("one", "1", "2027"), "Enter the date in digits: day, month and year."),
    ],
)
def test_a_date_that_is_none_says_which_part(typed: tuple[str, ...], words: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        cleaned_date(*typed)
    assert caught.value.messages == [words]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "التاريخ 31 شباط/فبراير 2027 غير موجود. تحقق من اليوم."),
        ("zh", "2027年2月31日不存在。请核对日期。"),
        ("fr", "La date 31 février 2027 n’existe pas. Vérifiez le jour."),
    ],
)
def test_a_date_that_is_none_is_told_in_the_reader_s_language(language: str, words: str) -> None:
    with translation.override(language):
        with pytest.raises(forms.ValidationError) as caught:
            cleaned_date("31", "2", "2027")
        assert caught.value.messages == [words]


@settings(deadline=None)
@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.booleans())
def test_a_date_comes_back_as_it_went(day: datetime.date, partial: bool) -> None:
    field = DateField(partial=partial)
    shown = field.widget.decompress(day)
    assert field.clean([str(part) for part in shown]) == (day.isoformat() if partial else day)
    assert not field.has_changed(day, [str(part) for part in shown])


@settings(deadline=None)
@given(st.lists(st.text(max_size=5), min_size=3, max_size=3))
def test_no_typing_breaks_a_date(typed: list[str]) -> None:
    with translation.override("en"):
        try:
            DateField(required=False).clean(typed)
        except forms.ValidationError as fault:
            assert fault.messages[0]


def test_the_year_comes_first_in_chinese() -> None:
    with translation.override("zh"):
        text = str(SmallForm())
    assert text.index('name="day_year"') < text.index('name="day_month"')
    assert text.index('name="day_month"') < text.index('name="day_day"')


def test_an_address_runs_from_left_to_right() -> None:
    text = compact(str(ContributionForm()))
    assert '<input type="email" name="email" dir="ltr"' in text
    assert '<input type="number" name="copies" dir="ltr"' in text


def test_a_file_that_is_there_can_be_kept_or_taken_away() -> None:
    class Held:
        url = "/files/map.pdf"

        def __str__(self) -> str:
            return "map.pdf"

    form = type("One", (Form,), {"file": forms.FileField(required=False)})(initial={"file": Held()})
    text = compact(str(form))
    assert 'Current file: <a href="/files/map.pdf"><bdi>map.pdf</bdi></a>' in text
    assert "Remove this file" in text
    sent = type("One", (Form,), {"file": forms.FileField()})(
        {}, {"file": SimpleUploadedFile("a", b"a")}
    )
    assert sent.is_valid()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_field_is_valid_markup(language: str) -> None:
    with translation.override(language):
        for form in (ContributionForm(), ContributionForm({"due_day": "x"})):
            whole = f"<!doctype html><title>x</title><form>{form}</form>"
            html5lib.HTMLParser(strict=True).parse(whole)


def test_a_formset_tells_all_its_faults_once() -> None:
    many = forms.formset_factory(SmallForm, extra=2)
    sent = many(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-name": "far too long",
            "form-1-name": "also too long",
        }
    )
    text = compact(str(sent))
    assert text.count('class="errors"') == 1
    assert 'href="#id_form-0-name"' in text
    assert 'href="#id_form-1-name"' in text


def test_a_condition_makes_a_field_required_beside_the_other_errors() -> None:
    class Conditional(Form):
        part = forms.BooleanField(label="Part", required=False)
        why = forms.CharField(label="Why", required=False)
        day = DateField(label="Day")

        def clean(self) -> None:
            if self.cleaned_data.get("part"):
                self.require_field("why")

    assert set(Conditional({"part": "on"}).errors) == {"why", "day"}
    assert set(Conditional({}).errors) == {"day"}


def test_an_error_of_a_hidden_field_without_label_stands_alone() -> None:
    class Guarded(Form):
        guard = forms.CharField(label="", widget=forms.HiddenInput)

    form = Guarded({})
    form.errors["guard"] = form.error_class(["Sent too quickly."])
    assert [each.words for each in form_errors(form)] == ["Sent too quickly."]
