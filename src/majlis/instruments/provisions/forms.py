"""Forms that correct the match of a provision, or the provision of a wording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.citations import format, names
from majlis.instruments.core.forms import Choice, offer_choices, reason_field
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.look.forms import Form, Initial, Sent
from majlis.look.languages import name_of

EXCERPT_LENGTH = 60
"""Characters of a provision shown in a list of choices."""


class MatchForm(Form):
    """Choose the provision of another version that this one continues."""

    other = forms.ChoiceField(
        label=pgettext_lazy("provision", "Matching provision"),
        required=False,
        help_text=_(
            "Select the corresponding provision in another version, even if its wording differs."
        ),
    )
    link = forms.CharField(
        label=_("Permanent link to the provision"),
        required=False,
        max_length=800,
        help_text=_("For a provision not listed above."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    reason = reason_field()

    def __init__(
        self,
        *sent: Sent,
        near: Sequence[tuple[Version, Sequence[ProvisionWording]]],
        provision: Provision,
        find: Callable[[str], Provision | None],
        initial: Initial = None,
    ) -> None:
        self.find = find
        self.rows = {str(each.provision_id): each.provision for _, all_ in near for each in all_}
        own = provision.lineage_id
        now = next((key for key, row in self.rows.items() if row.lineage_id == own), "")
        super().__init__(*sent, initial={"other": now, **(initial or {})})
        choices: list[Choice] = [
            (
                str(names.version_name(version))
                if version.instrument_id == provision.version.instrument_id
                else str(names.full_version_name(version)),
                [(str(each.provision_id), _option_label(each)) for each in wordings],
            )
            for version, wordings in near
        ]
        offer_choices(self, "other", [("", _("none (new provision)")), *choices])

    def clean_link(self) -> Provision | None:
        """The provision at the address that was entered."""
        link = self.cleaned_data["link"].strip()
        provision = self.find(link) if link else None
        if link and provision is None:
            raise forms.ValidationError(_("No provision found at this address."))
        return provision

    def clean(self) -> dict[str, Any]:
        """``other`` is the provision whose address was entered, or the one that was chosen."""
        linked, chosen = self.cleaned_data.pop("link", None), self.cleaned_data.get("other", "")
        return {**self.cleaned_data, "other": linked or self.rows.get(chosen)}


class RealignForm(Form):
    """Choose the provision of the same version to which the wording of a language belongs."""

    language = forms.ChoiceField(label=_("Language of the wording"))
    to = forms.ChoiceField(
        label=pgettext_lazy("provision", "Target provision"),
        required=False,
        help_text=_(
            "In exchange, the target provision’s wording in this language will move to "
            "this provision."
        ),
    )
    reason = reason_field()

    def __init__(
        self,
        *sent: Sent,
        wordings: Sequence[ProvisionWording],
        places: Sequence[ProvisionWording],
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial={"language": wordings[-1].language, **(initial or {})})
        self.rows = {str(each.provision_id): each.provision for each in places}
        languages = [(each.language, name_of(each.language)) for each in wordings]
        offer_choices(self, "language", languages)
        alone = [("", _("none (separate provision)"))] if len(wordings) > 1 else []
        options = ((str(each.provision_id), _option_label(each)) for each in places)
        offer_choices(self, "to", [*alone, *options])

    def clean_to(self) -> Provision | None:
        """The provision that was chosen."""
        return self.rows.get(self.cleaned_data["to"])


def _option_label(wording: ProvisionWording) -> str:
    return (
        f"{wording.label} {names.excerpt(wording.text, EXCERPT_LENGTH)}".strip()
        or format.provision_name(wording.provision)
    )
