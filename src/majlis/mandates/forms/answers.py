"""What people fill in of deliverables: how they stand, what answers them, their steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import Form, set_error_messages
from majlis.mandates.keeping import document, stamp
from majlis.mandates.kinds import Kind, Progress
from majlis.mandates.models import Actor, Occasion, Step
from majlis.mandates.who import actor_written

NONE = pgettext_lazy("session", "none of these")
DATE_HINT = _("As 2031-05-17, or 2031-05, or 2031; empty where it is not known.")


def a_date(label: Any, hint: Any = DATE_HINT, required: bool = False) -> forms.CharField:
    """A field for a date that may be partial."""
    return forms.CharField(label=label, required=required, max_length=10, help_text=hint)


def words(
    label: Any, hint: Any = "", *, required: bool = False, rows: int = 3, most: int = 5000
) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def an_address(required: bool = False) -> forms.CharField:
    """A field for where a document is."""
    return forms.CharField(
        label=_("Address of the document"),
        required=required,
        max_length=300,
        help_text=_("Of a page of this site, or of another one: https://…"),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )


def a_title() -> forms.CharField:
    """A field for how a document is called."""
    return forms.CharField(
        label=_("How the document is called"),
        required=False,
        max_length=300,
        help_text=_("Needed for a document elsewhere: its symbol and title."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def a_language() -> forms.ChoiceField:
    """A field for the language of what is written in the form."""
    return forms.ChoiceField(label=_("Language of what you write"), choices=LANGUAGE_CHOICES)


def why(label: Any = None) -> forms.CharField:
    """A field for the reason of a correction."""
    label = label or pgettext_lazy("correction", "Reason")
    return words(
        label, _("The history shows it beside what was said before."), required=True, rows=2
    )


class AnswerForm(Form):
    """A form about something that may change meanwhile.

    ``request_for``: the row that it corrects, whose values in ``shows`` are shown; how it stood is sent along, in ``of_fields``.
    ``where``: it asks for the address of a document, first.
    """

    of_fields: Sequence[str] = ()
    shows: Sequence[str] = ()
    asks_why = False
    where = False

    def __init__(self, of: Any = None, data: Any = None, /, **initial: Any) -> None:
        here = get_language() or "en"
        shown: dict[str, Any] = {"language": here}
        if of is not None:
            shown |= {name: getattr(of, name) for name in self.shows}
            shown["seen"] = stamp(of, self.of_fields)
            shown["language"] = getattr(of, "language", "") or here
            if self.where:
                # The address of a record that is not public is told to nobody: it has to be named anew.
                closed = of.record is not None and of.record.access != "public"
                where = of.record.get_absolute_url() if of.record else of.link
                shown["document"] = "" if closed else where
        super().__init__(data, initial=shown | initial)
        if self.where:
            # Its name is that of a method of ours: so it is no attribute of the class.
            self.add("document", an_address())
            self.order_fields(["document"])
        if of is not None and self.asks_why:
            self.add("why", why())
        if of is not None:
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def add(self, name: str, field: forms.Field) -> None:
        """Add a field, which says what is wrong as all others do."""
        set_error_messages(field, str(field.label))
        self.fields[name] = field

    def given(self, *names: str) -> dict[str, Any]:
        """What was typed in these fields. Call it after ``is_valid()``."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def document(self, request: Any) -> dict[str, Any]:
        """The record or the link that was named. Raises InvalidInput where it is neither."""
        return document(self.cleaned_data.get("document", ""), request.user, request.get_host())

    @property
    def seen(self) -> str:
        """The stamp of what was read; empty where nothing was."""
        return str(self.cleaned_data.get("seen", ""))

    @property
    def because(self) -> str:
        """Why it is corrected."""
        return str(self.cleaned_data.get("why", ""))


def actor_named(name: str, field: str = "actor") -> Actor | None:
    """The actor of that name in the reader's language; None for no name. Raises InvalidInput where there is none."""
    if not name.strip():
        return None
    found = actor_written(name, get_language() or "en")
    if found is None:
        raise InvalidInput(
            {field: _("No actor of the register is called so: write the name as its page does.")}
        )
    return found


def an_actor(label: Any, required: bool = True, hint: Any = "") -> forms.CharField:
    """A field for an actor, by its name."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=200,
        help_text=hint or _("As its page in the register calls it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def an_occasion(label: Any, occasions: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    """A field for a session; ``occasions``: (key, name)."""
    return forms.ChoiceField(label=label, choices=[("", NONE), *occasions], required=False)


def occasion_of(key: str) -> Occasion | None:
    """The session that was chosen."""
    return Occasion.objects.filter(pk=int(key)).first() if key else None


class MeetForm(AnswerForm):
    """The document by which a deliverable is met."""

    of_fields = ("record", "link", "title", "paragraphs", "language", "date")
    shows = ("title", "paragraphs", "date")
    asks_why = True
    where = True

    title = a_title()
    paragraphs = forms.CharField(
        label=_("Paragraphs that answer it"),
        required=False,
        max_length=200,
        help_text=_("Where the document also answers something else: 12–18, annex II."),
    )
    date = a_date(pgettext_lazy("document", "Date"))
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_CHOICES)
    partly = forms.BooleanField(label=_("It answers a part only"), required=False)
    reason = words(_("What is missing, and why"), _("Needed where it answers a part only."), rows=2)

    def __init__(self, of: Any = None, data: Any = None, /, **initial: Any) -> None:
        super().__init__(of, data, **initial)
        if of is not None:
            del self.fields["partly"], self.fields["reason"]


class StateForm(AnswerForm):
    """How a deliverable stands, as its owner says."""

    of_fields = ("state", "reason", "reason_language")
    shows = ("state", "reason")

    state = forms.ChoiceField(
        label=pgettext_lazy("deliverable", "How it stands"),
        choices=[
            each for each in Progress.choices if each[0] not in (Progress.ANSWERED, Progress.PARTLY)
        ],
        widget=forms.RadioSelect,
    )
    reason = words(
        _("Why"), _("Needed where it is not answered, or not applicable."), rows=3, most=3000
    )
    language = a_language()


class LateForm(AnswerForm):
    """Why it is late."""

    of_fields = ("language", "answer", "expected")
    shows = ("answer", "expected")

    answer = words(
        _("Why it is late"),
        _("Everybody reads it beside the date, from the day on which it is shown as late."),
        required=True,
        most=3000,
    )
    expected = a_date(_("When it is expected"))
    language = a_language()


class StepForm(AnswerForm):
    """A step of the way."""

    of_fields = ("position", "actor", "does", "occasion", "date", "words")
    shows = ("does", "date", "words")
    asks_why = True

    does = forms.ChoiceField(label=_("What is done"), choices=Step.Does.choices)
    actor = an_actor(_("Who takes the step"))
    date = a_date(_("Date, where it is not that of a session"))
    words = forms.CharField(label=_("By which act"), required=False, max_length=300)

    def __init__(
        self, of: Any = None, data: Any = None, /, occasions: Any = (), **more: Any
    ) -> None:
        if of is not None:
            more |= {
                "actor": str(of.actor),
                "occasion": of.occasion_id,
                "position": of.position + 1,
            }
        super().__init__(of, data, **more)
        self.add("occasion", an_occasion(_("At which session"), occasions))
        self.add(
            "position",
            forms.IntegerField(
                label=_("Place in the chain"),
                required=False,
                min_value=1,
                max_value=99,
                help_text=_("1 is the first; empty for the last."),
            ),
        )
        self.order_fields(["does", "actor", "occasion", "date", "position", "words"])


class DoneForm(AnswerForm):
    """That a step was taken."""

    of_fields = ("done_on", "record", "link", "title")
    shows = ("done_on", "title")
    where = True

    done_on = a_date(_("When it was taken"), _("Empty where it was not taken after all."))
    title = a_title()


class DelegateForm(AnswerForm):
    """Who takes a step in the place of another."""

    to = an_actor(_("Who takes the step in its place"))
    words = forms.CharField(
        label=_("By which act"),
        required=False,
        max_length=300,
        help_text=_(
            "As a record says it: Council 2024, 5th plenary meeting. Or its address, below."
        ),
    )
    date = a_date(_("Date, where it is not that of a session"))
    reports_back = forms.BooleanField(
        label=_("It reports back to the one in whose place it acts"), required=False
    )

    def __init__(
        self, of: Any = None, data: Any = None, /, occasions: Any = (), **more: Any
    ) -> None:
        super().__init__(None, data, reports_back=True, **more)
        occasions = list(occasions)
        self.add("document", an_address())
        self.add("occasion", an_occasion(_("At which session it acts"), occasions))
        self.add("report_at", an_occasion(_("At which session it reports back"), occasions))
        self.order_fields(["to", "words", "document", "occasion", "date", "reports_back"])


class DeliverableForm(AnswerForm):
    """What is due, and when."""

    of_fields = ("kind", "occasion", "due", "language", "words")
    shows = ("kind", "due", "words")
    asks_why = True

    kind = forms.ChoiceField(label=_("What is to be delivered"), choices=Kind.choices)
    due = a_date(
        _("Date, where it is not that of a session"),
        _("As 2031-05-17, or 2031-05, or 2031. Only a whole date can be late."),
    )
    words = forms.CharField(label=_("When, as the text says it"), required=False, max_length=300)
    language = a_language()

    def __init__(
        self, of: Any = None, data: Any = None, /, occasions: Any = (), **more: Any
    ) -> None:
        if of is not None:
            more |= {"occasion": of.occasion_id}
        super().__init__(of, data, **more)
        self.add("occasion", an_occasion(_("For which session"), occasions))
        self.order_fields(["kind", "occasion", "due", "words", "language"])


class MergeForm(AnswerForm):
    """Into which other deliverable it is merged, and by what act."""

    into = forms.CharField(
        label=_("Into which deliverable"),
        max_length=40,
        help_text=_("By the number of its mandate and its own: M-0412/2."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    words = forms.CharField(
        label=_("By which act"),
        required=False,
        max_length=300,
        help_text=_("Only an act of a body merges what bodies asked for. Or its address, below."),
    )

    def __init__(self, of: Any = None, data: Any = None, /, **more: Any) -> None:
        super().__init__(None, data, **more)
        self.add("document", an_address())


class ReasonForm(AnswerForm):
    """A reason, and nothing else."""

    def __init__(self, of: Any = None, data: Any = None, /, **more: Any) -> None:
        super().__init__(None, data, **more)
        self.add("why", why())


class OccurrenceForm(AnswerForm):
    """What a mandate waits for has happened."""

    words = forms.CharField(label=_("What happened"), max_length=300)
    date = a_date(pgettext_lazy("occurrence", "Date"))
    language = a_language()

    def __init__(self, of: Any = None, data: Any = None, /, **more: Any) -> None:
        super().__init__(None, data, **more)
        self.add("document", an_address())
