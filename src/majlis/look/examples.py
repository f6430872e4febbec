"""The example content of the page that shows every part. Conference, gardens, figures and people are fictional."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext, pgettext_lazy

from majlis.look import formats, parts
from majlis.look.forms import DateField, FilterForm, Form
from majlis.look.templatetags import look as tags

ANCHOR = "#main"
ZONE = datetime.timezone(datetime.timedelta(hours=2))
NOW = datetime.datetime(2027, 5, 12, 23, 59, tzinfo=ZONE)
DUE = datetime.date(2027, 6, 30)

SUBJECTS = [
    ("seeds", gettext_lazy("Exchange of seeds")),
    ("salt", pgettext_lazy("example", "Salt water")),
    ("children", gettext_lazy("Children and gardens")),
]


class ContributionForm(Form):
    """A form with every kind of field."""

    title = forms.CharField(
        label=pgettext_lazy("title of a record", "Title"),
        max_length=120,
        help_text=gettext_lazy("As it should appear in print, up to 120 characters."),
    )
    purpose = forms.ChoiceField(
        label=pgettext_lazy("contribution", "Purpose"),
        choices=[
            ("action", gettext_lazy("for action: decision by the meeting")),
            ("information", pgettext_lazy("purpose of a contribution", "for information")),
        ],
        widget=forms.RadioSelect,
    )
    item = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Agenda item"),
        choices=[
            ("", pgettext_lazy("empty choice", "Select one")),
            ("4", gettext_lazy("4. Register of tidal gardens")),
            ("5", gettext_lazy("5. Exchange of seeds")),
        ],
        error_messages={"required": gettext_lazy("Select the agenda item of this contribution.")},
    )
    due = DateField(
        label=gettext_lazy("Reply requested by"),
        required=False,
        help_text=gettext_lazy("For example: 9 6 2027."),
    )
    subjects = forms.MultipleChoiceField(
        label=pgettext_lazy("topics", "Subjects"),
        choices=SUBJECTS,
        widget=forms.CheckboxSelectMultiple,
    )
    email = forms.EmailField(label=gettext_lazy("Email address for questions"))
    copies = forms.IntegerField(
        label=gettext_lazy("Number of pages"), required=False, min_value=1, max_value=400
    )
    summary = forms.CharField(
        label=pgettext_lazy("contribution", "Summary"),
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Up to 200 words, in any of the six official languages."),
    )
    file = forms.FileField(label=pgettext_lazy("file", "File"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I am authorized to publish this text"))


class GardenFilter(FilterForm):
    """Filters of a list."""

    words = forms.CharField(label=gettext_lazy("Keywords or symbol"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "All")),
            *((key, tags.STATES[key]) for key in ("late", "met")),
        ],
    )
    force = forms.MultipleChoiceField(
        label=pgettext_lazy("mandate", "Force"),
        required=False,
        choices=list(tags.FORCES.items()),
        widget=forms.CheckboxSelectMultiple,
    )


def invalid_form() -> ContributionForm:
    """The form with errors, as after an invalid submission."""
    typed = {
        "title": _("Forty-one gardens behind the sea wall"),
        "purpose": "action",
        "due_day": "31",
        "due_month": "2",
        "due_year": "2027",
        "email": "gate keeper",
        "copies": "500",
        "summary": _("The gate closes at spring tide; seeds stay above the flood line."),
    }
    form = ContributionForm(typed, prefix=None)
    form.focus_errors = False
    return form


def example_table(request: HttpRequest) -> parts.Table:
    """A list of mandates."""
    columns = [
        parts.Column(pgettext("mandate", "Requested action")),
        parts.Column(pgettext("mandate", "Requested by")),
        parts.Column(pgettext("mandate", "Force")),
        parts.sortable_column(request, pgettext("due date", "Due date"), "date"),
        parts.Column(pgettext("status of a record", "Status")),
    ]
    asked: list[tuple[str, str, str, str, formats.Day | None, str]] = [
        (
            _("Map of the gardens in the register"),
            pgettext("entity", "Secretariat"),
            "2",
            "requests",
            DUE,
            "going",
        ),
        (
            _("List of available seeds"),
            pgettext("members of a body", "Members"),
            "3",
            "invites",
            "2027-04",
            "soon",
        ),
        (
            _("Register of tidal gardens"),
            pgettext("entity", "Secretariat"),
            "1",
            "obliges",
            "2027",
            "met",
        ),
        (
            _("Report on the care of gardens"),
            pgettext("example", "Harbour office"),
            "6",
            "requests",
            NOW,
            "late",
        ),
        (
            _("Teaching children to care for a garden"),
            pgettext("example", "Harbours"),
            "4",
            "encourages",
            None,
            "would",
        ),
    ]
    rows = [
        [
            parts.Cell(what, ANCHOR, who),
            parts.Cell(citation("TG/RES/3/4", paragraph), ANCHOR),
            tags.force(force),
            tags.date(when) if when else _("no due date"),
            tags.state(state),
        ]
        for what, who, paragraph, force, when, state in asked
    ]
    return parts.Table(columns, rows, _("Sorted by date, earliest first."))


def citation(symbol: str, paragraph: str) -> str:
    """The label of a document's paragraph in a list."""
    return format_html(
        _("{symbol}, paragraph {paragraph}"), symbol=tags.symbol(symbol), paragraph=paragraph
    )


def example_figures() -> list[parts.Figure]:
    """The figures of a progress meter."""
    return [
        parts.Figure(pgettext("mandates", "Reported done"), 1310, "a", ANCHOR),
        parts.Figure(pgettext("mandates", "Not yet due"), 610, "b", ANCHOR),
        parts.Figure(_("Due within 90 days"), 150, "c", ANCHOR),
        parts.Figure(pgettext("mandates", "Overdue"), 70, "d", ANCHOR),
    ]


def table_with_bars() -> parts.Table:
    """A table of figures, each row with its bar."""
    columns = [
        parts.Column(pgettext("mandate", "Addressees")),
        *(
            parts.Column(label, number=True)
            for label in (
                pgettext("number of mandates", "Mandates"),
                pgettext("mandates", "Reported done"),
                pgettext("mandates", "Overdue"),
            )
        ),
        parts.Column(_("Share reported done")),
    ]
    rows = []
    for who, asked, met, late in (
        (pgettext("entity", "Secretariat"), 96, 63, 3),
        (pgettext("members of a body", "Members"), 58, 31, 0),
        (pgettext("example", "Harbours"), 1026, 916, 3),
    ):
        bar = [
            parts.Figure("", met, "a"),
            parts.Figure("", asked - met - late, "b"),
            parts.Figure("", late, "d"),
        ]
        rows.append(
            [
                parts.Cell(who, ANCHOR),
                *(parts.Cell(tags.number(n), ANCHOR if n else "") for n in (asked, met, late)),
                thin_meter(bar),
            ]
        )
    return parts.Table(columns, rows, figures=True)


def thin_meter(bar: list[parts.Figure]) -> str:
    """A thin meter, for a cell."""
    return render_to_string("look/parts/meter.html", tags.meter(bar))


def example_timeline() -> list[parts.TimelineEntry]:
    """A timeline with every phase."""
    return [
        parts.TimelineEntry(
            pgettext("example", "Register opened"), tags.date("2018"), "past", ANCHOR
        ),
        parts.TimelineEntry(
            _("Report on the care of gardens"),
            tags.date("2027-01-31"),
            "now",
            ANCHOR,
            "late",
            said=_("A storm closed the harbour office. The report will follow by 10 March."),
        ),
        parts.TimelineEntry(
            _("Map of the gardens in the register"), tags.date(DUE), "coming", ANCHOR, "going"
        ),
        parts.TimelineEntry(
            _("The Conference receives the report"), _("2028, date to be set"), "undated"
        ),
    ]


def example_steps() -> list[parts.Step]:
    """Steps with every phase."""
    return [
        parts.Step(
            pgettext("step of a process", "Outline"),
            "done",
            pgettext("entity", "Secretariat"),
            parts.Link(pgettext("verb", "read"), ANCHOR),
        ),
        parts.Step(pgettext("step of a process", "Draft"), "current", _("you are here")),
        parts.Step(
            pgettext("step of a process", "Consider"),
            "next",
            pgettext("example", "Standing Committee"),
        ),
        parts.Step(pgettext("step of a process", "Receive"), "undated", _("2028, date to be set")),
    ]


def example_pens() -> list[parts.Pen]:
    """A text that somebody writes, and one that waits for a writer."""
    saved = _("Revision 7, saved at 10:41")
    take_over = pgettext("pen of a text", "Take over the pen")
    return [
        parts.Pen(_("R. Vance has the pen since 10:38."), saved, ANCHOR, take_over),
        parts.Pen(_("The pen is free."), saved),
    ]


def example_course() -> list[parts.WorkStep]:
    """Background work in every phase."""
    return [
        parts.WorkStep(
            "published",
            npgettext("background work", "Text published", "Texts published", 1),
            "done",
            at=NOW,
        ),
        parts.WorkStep(
            "findings",
            pgettext("background work", "Findings"),
            "running",
            _("2 of 4 texts searched for mandates"),
            done=2,
            total=4,
            link=parts.Link(_("Check 38 findings"), ANCHOR),
        ),
        parts.WorkStep(
            "concepts",
            pgettext("background work", "Concepts"),
            "waiting",
            _("This starts after other work."),
            format_html('<a href="{}">{}</a>', ANCHOR, pgettext("example", "Resolution 3/4")),
        ),
        parts.WorkStep(
            "search",
            _("Update of the search index"),
            "failed",
            _("Try again. If it fails again, an administrator can find the cause in the log."),
            at=NOW,
            retry_url=ANCHOR,
        ),
    ]


def example_matrix() -> parts.MatrixTable:
    """A matrix with every kind of cell."""
    goals = [
        parts.MatrixHead(
            str(n),
            name,
            f"#g{n}",
            pgettext("heading of a column", "Goal %(number)s:") % {"number": n},
        )
        for n, name in (
            (4, pgettext("Sustainable Development Goal", "Quality education")),
            (11, _("Sustainable cities and communities")),
            (13, pgettext("Sustainable Development Goal", "Climate action")),
            (14, _("Life below water")),
            (15, _("Life on land")),
        )
    ]
    some, gap = parts.MatrixCell, parts.MatrixCell("gap")
    lines = [
        (_("Exchange of seeds"), [some("some", 2, ANCHOR), some(), some("some", 9, ANCHOR)]),
        (
            pgettext("example", "Salt water"),
            [some(), some("some", 5, ANCHOR), some("some", 14, ANCHOR)],
        ),
        (
            _("Children and gardens"),
            [some("some", 12, ANCHOR), some("proposed", 0, ANCHOR), some()],
        ),
    ]
    return parts.MatrixTable(
        _("Mandates in force by subject and goal"),
        pgettext("topic", "Subject"),
        goals,
        [
            parts.MatrixRow(
                parts.MatrixHead(name, url=ANCHOR), [*cells, gap, some("some", 1, ANCHOR)]
            )
            for name, cells in lines
        ],
    )


def example_facts() -> list[parts.Fact]:
    """Properties of a record."""
    return [
        parts.Fact(pgettext("mandate", "Addressee"), pgettext("entity", "Secretariat"), ANCHOR),
        parts.Fact(pgettext("due date", "Due date"), tags.date(DUE)),
        parts.Fact(pgettext("date", "Closing date"), tags.moment(NOW)),
        parts.Fact(
            pgettext("mandate", "Force"), tags.force("requests"), note=_("can become overdue")
        ),
        parts.Fact(pgettext("resources for a mandate", "Resources"), _("not stated in the text")),
        parts.Fact(
            pgettext("topics", "Subjects"), tags.tag(pgettext("example", "Salt water"), ANCHOR)
        ),
    ]


def marked_sentence() -> dict[str, Any]:
    """A sentence, and its spans of evidence."""
    verb, actor = pgettext("verb in a text", "Requests"), pgettext("example", "the Secretariat")
    sentence = _("%(verb)s %(actor)s to publish a map of the gardens by 30 June 2027;") % {
        "verb": verb,
        "actor": actor,
    }
    starts = [(sentence.index(word), len(word)) for word in (verb, actor)]
    letters = pgettext("letters of two marks", "A B").split()
    return {
        "sentence": sentence,
        "spans": [parts.MarkedSpan(start, start + size) for start, size in starts],
        "letters": [
            parts.MarkedSpan(start, start + size, letter)
            for (start, size), letter in zip(starts, letters, strict=True)
        ],
    }


def examples_context(request: HttpRequest) -> dict[str, Any]:
    """The context of the page that shows all components."""
    count = 62
    return {
        "table": example_table(request),
        "chosen": parts.ListSummary(
            npgettext("number of mandates", "%(n)s mandate", "%(n)s mandates", count)
            % {"n": tags.number(count)},
            [
                parts.ActiveFilter(
                    pgettext("topic", "Subject"), pgettext("example", "Salt water"), ANCHOR
                )
            ],
            [parts.Link(name, ANCHOR) for name in ("CSV", "XLSX", "JSON")],
            has_form=True,
        ),
        "cut": parts.PageLinks(8, 14, 2140, ANCHOR, ANCHOR),
        "figures": example_figures(),
        "shares": table_with_bars(),
        "moments": example_timeline(),
        "steps": example_steps(),
        "course": example_course(),
        "pens": example_pens(),
        "grid": example_matrix(),
        "facts": example_facts(),
        "filters": GardenFilter(request.GET if "words" in request.GET else None, prefix="f"),
        "plain_form": ContributionForm(prefix="new"),
        "mistaken": invalid_form(),
        "forces": list(tags.FORCES),
        "states": list(tags.STATES),
        "wordings": list(tags.WORDINGS),
        "notes": [
            parts.Cell(_("Resolution 3/4 (Rev. 2026)"), ANCHOR, pgettext("text", "in force")),
            parts.Cell(
                "Jardins des marées", ANCHOR, pgettext("language of a title", "in French"), "fr"
            ),
            parts.Cell(
                "حدائق المد والجزر", ANCHOR, pgettext("language of a title", "in Arabic"), "ar"
            ),
            parts.Cell("潮汐花园", ANCHOR, pgettext("language of a title", "in Chinese"), "zh"),
        ],
        "way": [
            parts.Link(pgettext("documents", "Texts"), ANCHOR),
            parts.Link(pgettext("example", "Resolution 3/4")),
        ],
        "number": 1234567.5,
        "day": DUE,
        "moment": NOW,
        **marked_sentence(),
    }
