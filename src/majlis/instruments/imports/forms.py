"""Forms of imports: upload, corrections, tracked changes, destinations."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations.names import full_version_name
from majlis.instruments.core.forms import NO_LISTED_BODY, body_field, offer_choices, offer_rows
from majlis.instruments.imports import working_copy
from majlis.instruments.imports.queries import TargetChoices
from majlis.instruments.imports.targets import DESTINATION_FIELDS
from majlis.instruments.lifecycle import ADOPTED, IMPORT, IN_FORCE, VERSION
from majlis.instruments.models import Destination, Instrument, Version
from majlis.instruments.models.choices import InstrumentKind, kind_for
from majlis.instruments.models.provision import CHOICES_OF_KIND
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES, direction
from majlis.kit.filters import ListFilters
from majlis.look.bidi import isolate
from majlis.look.forms import Form, Sent, set_error_messages
from majlis.parties.models import Body
from majlis.textkit.edit import PART_KEYS, Edit
from majlis.textkit.model import Provision, Text


class ManyFilesInput(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files; its value is a list."""

    widget = ManyFilesInput

    def __init__(self, **kwargs: Any) -> None:
        # Each file gets its own error, so that an empty one does not prevent the others.
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, each cleaned by Django."""
        uploads = data if isinstance(data, (list, tuple)) and data else [data or None]
        return [super(ManyFiles, self).clean(each, initial) for each in uploads]


class UploadForm(Form):
    """The files to import."""

    files = ManyFiles(  # type: ignore[assignment]
        label=pgettext_lazy("files to import", "Files"),
        help_text=_(
            "One or more Word (DOCX), Akoma Ntoso (XML), HTML, Markdown or plain text files."
        ),
    )


class ImportFilters(ListFilters):
    """The filter of the list of imports, which the page offers as links."""

    state = forms.ChoiceField(
        label=pgettext_lazy("import of a text", "Status"),
        required=False,
        choices=list(IMPORT.states.items()),
    )


class LanguageForm(Form):
    """The language in which a file is read."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGE_CHOICES)

    def send_with(self, form: str) -> None:
        """Send the field with another form of the page, by the id of that form."""
        self.fields["language"].widget.attrs["form"] = form


class CorrectionForm(Form):
    """The correction of one provision; each button does one thing."""

    conditional = ("words",)

    kind = forms.ChoiceField(label=pgettext_lazy("provision", "Kind"), choices=CHOICES_OF_KIND)
    label = forms.CharField(
        label=pgettext_lazy("provision", "Label"),
        required=False,
        max_length=80,
        help_text=_("The printed number or letter of the provision. Leave blank if none."),
    )
    words = forms.CharField(
        label=pgettext_lazy("provision", "Wording"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Press Enter where the next provision begins. Do not change the wording."),
    )

    def __init__(self, provision: Provision, text: Text, data: QueryDict | None = None) -> None:
        self.provision = provision
        if data is not None:  # what was not on the form stays as it is
            data = data.copy()
            data.setdefault("kind", provision.kind)
            data.setdefault("label", provision.label)
        super().__init__(
            data,
            initial={
                "kind": provision.kind,
                "label": provision.label,
                "words": provision.text,
            },
        )
        self.fields["words"].widget.attrs["rows"] = min(12, 2 + len(provision.text) // 60)
        for name in ("label", "words"):
            self.fields[name].widget.attrs |= {
                "lang": text.language,
                "dir": direction(text.language),
            }

    @property
    def is_pending(self) -> bool:
        """Whether the user typed something that is not saved."""
        kind, label = self.data.get("kind"), self.data.get("label")
        own = self.provision.text
        words = self.data.get("words", own).replace("\r\n", "\n").strip()
        return (
            kind not in (None, self.provision.kind)
            or label is not None
            and label.strip() != self.provision.label
            or words != own.strip()
        )

    def typed_edits(self) -> list[Edit]:
        """The corrections of kind and label; call after ``is_valid()``."""
        provision, data = self.provision, self.cleaned_data
        edits = []
        if data["kind"] != provision.kind:
            edits.append(Edit("kind", provision.id, data["kind"]))
        if data["label"].strip() != provision.label:
            edits.append(Edit("label", provision.id, data["label"].strip()))
        return edits

    def splits(self, *, needed: bool = False) -> list[Edit]:
        """A split at each line break that the user typed; ``needed``: an error where there is none.

        Adds an error to the form where more than the line breaks of the words changed.
        """
        if not needed and not self.data.get("words"):  # the form was sent without its wording
            return []
        positions = self.split_positions()
        if needed and not positions and not self.errors:
            self.add_error(
                "words", _("No line break found. Press Enter where the next provision begins.")
            )
        return [Edit("split", self.provision.id, at=at) for at in positions]

    def action_edits(self, action: str) -> list[Edit]:
        """The corrections of a button, besides what was typed."""
        if action in ("save", "split", "change", "next"):
            return []
        if action == "whole":
            return [Edit("part", self.provision.id, "no")]
        if action == "swap":
            return [Edit("change", self.provision.id, "swapped")]
        if action not in ("merge", "in", "out", "part"):
            self.add_error(None, _("The request could not be processed."))
            return []
        return [Edit(action, self.provision.id)]  # type: ignore[arg-type]

    def split_positions(self) -> list[int]:
        """Positions in the provision's text where the user began a new line, the last first.

        In this order the positions stay valid while the provision is split.
        """
        own = self.provision.text
        typed = self.cleaned_data["words"].replace("\r\n", "\n")
        at, positions = 0, []
        after_break = False
        for character in typed:
            if character.isspace():
                after_break = after_break or character == "\n"
                continue
            while at < len(own) and own[at].isspace():
                at += 1
            if at == len(own) or own[at] != character:
                self.add_error(
                    "words",
                    _("The wording was changed. Insert line breaks only, then split again."),
                )
                return []
            if after_break and at:
                positions.append(at)
            after_break = False
            at += 1
        if own[at:].strip():
            self.add_error(
                "words",
                _("Some of the wording is missing. Insert line breaks only, then split again."),
            )
            return []
        new_breaks = [each for each in positions if "\n" not in own[:each].rstrip(" ")[-1:]]
        return new_breaks[::-1]


REVISION_CHOICES = [
    ("kept", pgettext_lazy("change", "in both texts")),
    ("inserted", pgettext_lazy("change", "in the new text only")),
    ("deleted", pgettext_lazy("change", "in the old text only")),
]


class RevisionForm(Form):
    """Which words of a provision are old and which are new: one choice for each span of equal status.

    Words without tracked changes are typed or copied into a field of their own.
    """

    some = forms.CharField(
        label=_("Other part of the wording"),
        required=False,
        help_text=_("Copy a part of the provision, then select the texts containing it."),
    )
    some_are = forms.ChoiceField(
        label=_("Texts containing this part"),
        required=False,
        choices=[("", "—"), *REVISION_CHOICES],
    )

    def __init__(self, provision: Provision, data: QueryDict | None = None) -> None:
        self.provision = provision
        super().__init__(data)
        at = 0
        self.stretches: list[tuple[str, int, int, str]] = []
        for run in provision.runs:
            status: str = run.revision.op if run.revision else "kept"
            end = at + len(run.text)
            if self.stretches and self.stretches[-1][3] == status:
                name, start, _end, _now = self.stretches.pop()
                self.stretches.append((name, start, end, status))
            else:
                self.stretches.append((f"run_{at}", at, end, status))
            at = end
        stretches = {
            name: forms.ChoiceField(
                label=(provision.text[start:end].strip() or "␣")
                if len(self.stretches) > 1
                else _("The entire wording"),
                choices=REVISION_CHOICES,
                initial=status,
            )
            for name, start, end, status in self.stretches
        }
        self.fields = stretches | self.fields
        for field in stretches.values():
            set_error_messages(field, str(field.label))
        if data is not None:
            # Parts that were not on the form, as of a provision that changed since, stay as they are.
            self.data = data.copy()
            for name, _start, _end, status in self.stretches:
                self.data.setdefault(name, status)

    @property
    def changed(self) -> bool:
        """Whether the provision has tracked changes already."""
        return any(now != "kept" for _name, _start, _end, now in self.stretches)

    @property
    def is_pending(self) -> bool:
        """Whether the user chose or typed something that is not saved."""
        stretches = ((name, status) for name, _start, _end, status in self.stretches)
        return bool(self.data.get("some") or self.data.get("some_are")) or any(
            self.data.get(name, status) != status for name, status in stretches
        )

    def typed_edits(self) -> list[Edit]:
        """The corrections; call after ``is_valid()``. Adds errors to the form."""
        provision, data = self.provision, self.cleaned_data
        edits = [
            Edit("change", provision.id, data[name], at=start, end=end)
            for name, start, end, status in self.stretches
            if data[name] != status
        ]
        some, state = data["some"], data["some_are"]
        if some and not state:
            self.add_error("some_are", _("Select the text or texts containing this part."))
        elif some:
            position = self.position_of(some)
            if position is not None:
                edits.append(
                    Edit("change", provision.id, state, at=position, end=position + len(some))
                )
        return edits

    def position_of(self, some: str) -> int | None:
        """The position of some words in the provision; None with an error where it is not unique."""
        count = self.provision.text.count(some)
        if count == 1:
            return self.provision.text.index(some)
        self.add_error(
            "some",
            _("This part appears more than once. Copy more of the surrounding wording.")
            if count
            else _(
                "The provision does not contain this wording. Copy the part exactly from the "
                "provision."
            ),
        )
        return None


def provision_edits(action: str, correct: CorrectionForm, change: RevisionForm) -> list[Edit]:
    """All that was typed in the forms of a provision, then what the button does; adds errors to the forms.

    So no button drops what another one would save.
    """
    if not (correct.is_valid() & change.is_valid()):
        return []
    edits = correct.typed_edits() + change.typed_edits() + correct.splits(needed=action == "split")
    if action == "change" and not edits and not correct.errors and not change.errors:
        change.add_error(
            None,
            _("No changes made. Change the selection for at least one part of the wording."),
        )
    edits += correct.action_edits(action)
    return [] if correct.errors or change.errors else edits


def _offer_bodies(form: Form, field: str, choices: TargetChoices, none: StrOrPromise) -> None:
    """List the bodies as choices; their names are read once for all fields of the page."""
    names: list[tuple[str | int, StrOrPromise]] = [("", none), *choices.body_names]
    form.fields[field].choices = names  # type: ignore[attr-defined]


class DestinationForm(Form):
    """The destination of one text of a file."""

    conditional = ("instrument", "version")

    published_as = forms.ChoiceField(
        label=pgettext_lazy("publication settings", "Publish as"),
        choices=Destination.As.choices,
        widget=forms.RadioSelect,
    )
    find = forms.CharField(
        label=_("Find a text"),
        required=False,
        max_length=200,
        help_text=_("Enter a symbol or part of a title, then select “Find text”."),
    )
    instrument = forms.ModelChoiceField(
        label=_("Text to which this version is added"),
        queryset=Instrument.objects.none(),
        required=False,
    )
    version = forms.ModelChoiceField(
        label=_("Version to which this language is added"),
        queryset=Version.objects.none(),
        required=False,
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"), choices=InstrumentKind.choices
    )
    symbol = forms.CharField(
        label=pgettext_lazy("symbol of a text", "Symbol"), required=False, max_length=120
    )
    title = forms.CharField(
        label=pgettext_lazy("title of a record", "Title"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = body_field()
    label = forms.CharField(
        label=_("Label of the version"),
        required=False,
        max_length=120,
        help_text=_("As used by the body, for example: Rev. Bucharest, 2022."),
    )
    state = forms.ChoiceField(label=pgettext_lazy("version", "Status"), choices=VERSION.choices)
    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_(
            "Enter a year, month or day: 2027, 2027-06 or 2027-06-30. Leave blank if unknown."
        ),
    )
    meeting = forms.CharField(
        label=pgettext_lazy("decision by a body", "Meeting"),
        required=False,
        max_length=200,
        help_text=_("As in the official record, for example: 4th plenary meeting."),
    )
    authentic = forms.BooleanField(
        label=_("Authentic wording: adopted or published by the body in this language"),
        required=False,
    )
    former = forms.BooleanField(
        label=_(
            "Publish the text without the changes as the previous version (reconstructed, "
            "not authentic)"
        ),
        required=False,
    )
    former_label = forms.CharField(
        label=_("Label of the previous version"), required=False, max_length=120
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        row: Destination,
        text: Text,
        choices: TargetChoices,
        *,
        changed: bool,
        data: Sent = None,
    ) -> None:
        initial_description = {
            "symbol": text.symbol,
            "title": text.title,
            "seen": working_copy.decision_token_from(working_copy.correction_token(row.of), [row]),
        }
        initial = initial_description | {name: getattr(row, name) for name in DESTINATION_FIELDS}
        super().__init__(data, initial=initial)
        for name, queryset, offered in (
            ("instrument", choices.instruments, choices.offered),
            ("version", choices.versions, choices.offered_versions),
        ):
            offer_rows(self, name, queryset)
            label_of = str if name == "instrument" else full_version_name
            # The query set allows every text; the choices list only those found.
            options = [(each.pk, label_of(each)) for each in offered]
            offer_choices(self, name, [("", pgettext_lazy("choice in a list", "none")), *options])
        offer_rows(self, "body", choices.bodies)
        _offer_bodies(self, "body", choices, NO_LISTED_BODY)
        self.fields["body"].help_text = _("If the body is not listed, add it below this form.")
        if row.body_line:
            self.fields["body"].help_text = _(
                "Detected from “%(line)s” in the first lines. If this is wrong, select another "
                "body."
            ) % {"line": isolate(row.body_line, get_language() or "en")}
        if not changed:
            del self.fields["former"], self.fields["former_label"]

    @override
    def clean(self) -> None:
        data = self.cleaned_data
        if (
            data.get("meeting")
            and data.get("state") not in (ADOPTED, IN_FORCE)
            and data.get("published_as") in (Destination.As.INSTRUMENT, Destination.As.VERSION)
        ):
            message = _("Select “adopted” or “in force” as the status, or remove the meeting.")
            self.add_error("meeting", message)

    def clear_errors(self) -> None:
        """Drop all errors, where the user only searched for texts."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def verb_arguments(self) -> dict[str, Any]:
        """The decided values, for the verb; call after ``is_valid()``."""
        values = dict(self.cleaned_data)
        for name in ("symbol", "title", "find", "seen"):
            values.pop(name)
        values.setdefault("former", False)
        values.setdefault("former_label", "")
        return values

    def description_edit(self, root: str, text: Text) -> Edit | None:
        """The correction of the text's own symbol, title and kind; None where unchanged."""
        values = {
            "symbol": self.cleaned_data["symbol"].strip(),
            "title": " ".join(self.cleaned_data["title"].split()),
        }
        current = {"symbol": text.symbol, "title": text.title}
        if self.cleaned_data["kind"] != kind_for(text.kind):
            values["kind"], current["kind"] = self.cleaned_data["kind"], text.kind
        changed = {key: value for key, value in values.items() if value != current[key]}
        assert set(changed) <= set(PART_KEYS)
        return Edit("describe", root, values=changed) if changed else None


class NewBodyForm(Form):
    """A body that is not listed; a button of the publication settings adds it."""

    prefix = "new_body"
    title = forms.CharField(
        label=pgettext_lazy("intergovernmental body", "Name of the body"),
        max_length=200,
        help_text=_("Enter the name as the text has it. It is listed as not verified."),
    )
    abbreviation = forms.CharField(
        label=pgettext_lazy("body", "Abbreviation"), required=False, max_length=40
    )
    parent = forms.ModelChoiceField(
        label=pgettext_lazy("body", "Parent body"),
        queryset=Body.objects.none(),
        required=False,
    )

    def __init__(
        self, choices: TargetChoices, *, language: str, name: str = "", data: Sent = None
    ) -> None:
        super().__init__(data, initial={"title": name})
        offer_rows(self, "parent", choices.bodies)
        _offer_bodies(self, "parent", choices, pgettext_lazy("parent body", "none"))
        self.fields["title"].widget.attrs |= {"lang": language, "dir": direction(language)}
