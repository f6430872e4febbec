"""What people fill in, beside imports: which provision another one goes on, which text a stub is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments import show
from majlis.instruments.forms.library import which
from majlis.instruments.models import Instrument, Provision, ProvisionWording, Version
from majlis.look.forms import Form

BEGIN = 60
"""Signs of a provision by which it is known in a list."""


class MatchForm(Form):
    """Which provision of another version this one goes on."""

    other = forms.ChoiceField(
        label=_("It goes on"),
        required=False,
        help_text=_(
            "Choose the provision of another version that is the same one, changed or not."
        ),
    )
    reason = forms.CharField(
        label=pgettext_lazy("correction", "Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        near: Sequence[tuple[Version, Sequence[ProvisionWording]]],
        provision: Provision,
        data: Any = None,
    ) -> None:
        self.rows = {str(each.provision_id): each.provision for _, all_ in near for each in all_}
        now = next(
            (key for key, row in self.rows.items() if row.lineage_id == provision.lineage_id), ""
        )
        super().__init__(data, initial={"other": now})
        field: Any = self.fields["other"]
        field.choices = [
            ("", _("none: it is new")),
            *(
                (
                    show.name_of(version),
                    [(str(each.provision_id), _begin(each)) for each in wordings],
                )
                for version, wordings in near
            ),
        ]

    def chosen(self) -> Provision | None:
        """The provision that was chosen. Call it after ``is_valid()``."""
        return self.rows.get(self.cleaned_data["other"])


def _begin(wording: ProvisionWording) -> str:
    words = " ".join(wording.text.split())
    cut = words if len(words) <= BEGIN else f"{words[:BEGIN].rsplit(' ', 1)[0]}…"
    return f"{wording.label} {cut}".strip()


class StubForm(Form):
    """Which text that is kept a stub stands for: by its symbol or the address of its page."""

    instrument = forms.CharField(
        label=_("Text"),
        max_length=300,
        help_text=_("Its symbol as it is written, or the address of its page."),
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_instrument(self) -> Instrument:
        """The text that is meant."""
        return which(self.user, self.cleaned_data["instrument"])
