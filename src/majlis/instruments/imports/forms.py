"""Forms of imports: upload, corrections, tracked changes, destinations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations.names import full_version_name
from majlis.instruments.imports import working_copy
from majlis.instruments.imports.queries import TargetChoices
from majlis.instruments.imports.targets import DESTINATION_FIELDS
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Destination, Instrument, Version
from majlis.instruments.models.choices import InstrumentKind, kind_for
from majlis.instruments.models.provision import CHOICES_OF_KIND
from majlis.kernel.languages import LANGUAGE_CHOICES, direction
from majlis.look.bidi import isolate
from majlis.look.forms import Form, set_error_messages
from majlis.parties.models import Body
from majlis.textkit.edit import PART_KEYS, Edit
from majlis.textkit.model import Provision, Text


class ManyFilesInput(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files; its value is a list."""

    widget = ManyFilesInput

    def __init__(self, **kwargs: Any) -> None:
        # What is wrong with one file (an empty one, say) keeps none of the others out: each is told by itself.
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file, checked by Django one by one."""
        given = data if isinstance(data, (list, tuple)) and data else [data or None]
        return [super(ManyFiles, self).clean(each, initial) for each in given]


class UploadForm(Form):
    """The files to bring in."""

    files = ManyFiles(  # type: ignore[assignment]
        label=_("Files"),
        help_text=_(
            "Word (DOCX), Akoma Ntoso (XML), HTML, Markdown or plain text; several at once."
        ),
    )


class LanguageForm(Form):
    """The language in which a file is read."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGE_CHOICES)


class CorrectionForm(Form):
    """One provision as it was read, to be corrected: each button does one thing."""

    kind = forms.ChoiceField(label=pgettext_lazy("provision", "Kind"), choices=CHOICES_OF_KIND)
    label = forms.CharField(
        label=pgettext_lazy("provision", "Label"),
        required=False,
        max_length=80,
        help_text=_(
            "The number or letter before the words, as it is printed; empty where there is none."
        ),
    )
    words = forms.CharField(
        label=pgettext_lazy("provision", "Words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "To split it, press Enter where the next provision begins. The words themselves stay as they were read."
        ),
    )

    def __init__(self, provision: Provision, text: Text, data: Any = None) -> None:
        self.provision = provision
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

    def wanted(self, do: str) -> list[Edit]:
        """The corrections that a button asks for, in their order. Call it after ``is_valid()``.

        Raises ValidationError, kept at the field, where the words were changed beyond their lines.
        """
        own, given = self.provision, self.cleaned_data
        if do == "save":
            made = []
            if given["kind"] != own.kind:
                made.append(Edit("kind", own.id, given["kind"]))
            if given["label"].strip() != own.label:
                made.append(Edit("label", own.id, given["label"].strip()))
            return made
        if do == "split":
            return [Edit("split", own.id, at=at) for at in self.places()]
        if do == "whole":
            return [Edit("part", own.id, "no")]
        if do not in ("merge", "in", "out", "part"):
            self.add_error(None, _("The site did not understand what was asked."))
            return []
        return [Edit(do, own.id)]  # type: ignore[arg-type]

    def places(self) -> list[int]:
        """Before which characters of the words a line was begun, the last one first.

        The last first: what is before a place keeps its characters when it is split there.
        """
        own = self.provision.text
        given = self.cleaned_data["words"].replace("\r\n", "\n")
        at, found = 0, []
        fresh = False
        for sign in given:
            if sign.isspace():
                fresh = fresh or sign == "\n"
                continue
            while at < len(own) and own[at].isspace():
                at += 1
            if at == len(own) or own[at] != sign:
                self.add_error(
                    "words",
                    _("The words were changed. Only begin new lines in them, and split again."),
                )
                return []
            if fresh and at:
                found.append(at)
            fresh = False
            at += 1
        if own[at:].strip():
            self.add_error(
                "words",
                _("Some of the words are missing. Only begin new lines in them, and split again."),
            )
            return []
        kept = [each for each in found if "\n" not in own[:each].rstrip(" ")[-1:]]
        if not kept:
            self.add_error(
                "words", _("No new line was begun: press Enter where the next provision begins.")
            )
        return kept[::-1]


REVISION_CHOICES = [
    ("kept", pgettext_lazy("change", "in both texts")),
    ("inserted", pgettext_lazy("change", "in the new text only")),
    ("deleted", pgettext_lazy("change", "in the old text only")),
]


class RevisionForm(Form):
    """Which words of a provision are old and which are new: one choice for each stretch of words.

    Words of which nothing was seen yet are written (or copied) into a field of their own.
    """

    some = forms.CharField(
        label=_("Other words of it"),
        required=False,
        help_text=_("Copy words from the provision here, to say where these stand."),
    )
    some_are = forms.ChoiceField(
        label=_("These words stand"), required=False, choices=[("", "—"), *REVISION_CHOICES]
    )

    def __init__(self, provision: Provision, data: Any = None) -> None:
        self.provision = provision
        super().__init__(data)
        at = 0
        self.stretches: list[tuple[str, int, int, str]] = []
        for run in provision.runs:
            now: str = run.revision.op if run.revision else "kept"
            end = at + len(run.text)
            if self.stretches and self.stretches[-1][3] == now:
                name, start, _end, _now = self.stretches.pop()
                self.stretches.append((name, start, end, now))
            else:
                self.stretches.append((f"run_{at}", at, end, now))
            at = end
        stretches = {
            name: forms.ChoiceField(
                label=(provision.text[start:end].strip() or "␣")
                if len(self.stretches) > 1
                else _("All its words"),
                choices=REVISION_CHOICES,
                initial=now,
            )
            for name, start, end, now in self.stretches
        }
        self.fields = stretches | self.fields
        for field in stretches.values():
            set_error_messages(field, str(field.label))

    @property
    def changed(self) -> bool:
        """Whether words of the provision are old or new already."""
        return any(now != "kept" for _name, _start, _end, now in self.stretches)

    def wanted(self, do: str) -> list[Edit]:
        """The corrections that are asked for. Call it after ``is_valid()``; what is wrong is kept at its field."""
        own, given = self.provision, self.cleaned_data
        if do == "swap":
            return [Edit("change", own.id, "swapped")]
        made = [
            Edit("change", own.id, given[name], at=start, end=end)
            for name, start, end, now in self.stretches
            if given[name] != now
        ]
        some, state = given["some"], given["some_are"]
        if some and not state:
            self.add_error("some_are", _("Say in which of the two texts these words stand."))
        elif some:
            place = self.place_of(some)
            if place is not None:
                made.append(Edit("change", own.id, state, at=place, end=place + len(some)))
        if not made and not self.errors:
            self.add_error(None, _("Nothing was changed: choose where some of the words stand."))
        return made

    def place_of(self, some: str) -> int | None:
        """Where some words stand in the provision; None, and told at the field, where that is not one place."""
        count = self.provision.text.count(some)
        if count == 1:
            return self.provision.text.index(some)
        self.add_error(
            "some",
            _("These words stand in it more than once: copy more of what is around them.")
            if count
            else _("These words are not in the provision: copy them from it as they are."),
        )
        return None


class DestinationForm(Form):
    """What becomes of one text of a file."""

    published_as = forms.ChoiceField(
        label=_("Publish it as"), choices=Destination.As.choices, widget=forms.RadioSelect
    )
    find = forms.CharField(
        label=_("Look for a text that is here"),
        required=False,
        max_length=200,
        help_text=_(
            "A symbol or words of a title, then “Look for it”: what is found can be chosen below."
        ),
    )
    instrument = forms.ModelChoiceField(
        label=_("Text of which it is a version"), queryset=Instrument.objects.none(), required=False
    )
    version = forms.ModelChoiceField(
        label=_("Version of which it is a language"),
        queryset=Version.objects.none(),
        required=False,
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"), choices=InstrumentKind.choices
    )
    symbol = forms.CharField(label=_("Symbol"), required=False, max_length=120)
    title = forms.CharField(
        label=_("Title"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("none of the bodies here"),
    )
    label = forms.CharField(
        label=_("Label of the version"),
        required=False,
        max_length=120,
        help_text=_("As the body writes it: Rev. Bucharest, 2022."),
    )
    state = forms.ChoiceField(label=pgettext_lazy("version", "State"), choices=VERSION.choices)
    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_("As 2031-05-17, or 2031-05, or 2031; empty where it is not known."),
    )
    authentic = forms.BooleanField(
        label=_("The body adopted or published it in this language: the wording is authentic"),
        required=False,
    )
    former = forms.BooleanField(
        label=_(
            "Publish what the changes leave out as the version before: reconstructed, not authentic"
        ),
        required=False,
    )
    former_label = forms.CharField(
        label=_("Label of the version before"), required=False, max_length=120
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        row: Destination,
        text: Text,
        choices: TargetChoices,
        *,
        changed: bool,
        data: Any = None,
    ) -> None:
        described = {
            "symbol": text.symbol,
            "title": text.title,
            "seen": working_copy.decision_token_from(working_copy.correction_token(row.of), [row]),
        }
        initial = described | {name: getattr(row, name) for name in DESTINATION_FIELDS}
        super().__init__(data, initial=initial)
        for name, all_of, offered in (
            ("instrument", choices.instruments, choices.offered),
            ("version", choices.versions, choices.offered_versions),
        ):
            field: Any = self.fields[name]
            field.queryset = all_of
            said = str if name == "instrument" else full_version_name
            # All may be chosen; offered are those that were looked for, however many there are.
            field.choices = [("", _("none"))] + [(each.pk, said(each)) for each in offered]
        self.fields["body"].queryset = choices.bodies  # type: ignore[attr-defined]
        if row.body_line:
            self.fields["body"].help_text = _(
                "Found by its name, which stands in the first lines: “%(line)s”. Choose another where that is wrong."
            ) % {"line": isolate(row.body_line, get_language() or "en")}
        if not changed:
            del self.fields["former"], self.fields["former_label"]

    def only_find(self) -> None:
        """Say nothing of what is wrong: only texts were looked for."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def given(self) -> dict[str, Any]:
        """What was decided, for the verb. Call it after ``is_valid()``."""
        kept = dict(self.cleaned_data)
        for name in ("symbol", "title", "find", "seen"):
            kept.pop(name)
        kept.setdefault("former", False)
        kept.setdefault("former_label", "")
        return kept

    def described(self, root: str, text: Text) -> Edit | None:
        """The correction of what the text says of itself; None where it stays."""
        values = {
            "symbol": self.cleaned_data["symbol"].strip(),
            "title": " ".join(self.cleaned_data["title"].split()),
        }
        was = {"symbol": text.symbol, "title": text.title}
        if self.cleaned_data["kind"] != kind_for(text.kind):
            values["kind"], was["kind"] = self.cleaned_data["kind"], text.kind
        changed = {key: value for key, value in values.items() if value != was[key]}
        assert set(changed) <= set(PART_KEYS)
        return Edit("describe", root, values=changed) if changed else None
