"""The form that withdraws a version or a language."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from majlis.instruments.core.forms import offer_choices, reason_field
from majlis.instruments.models import LanguageVersion
from majlis.look.forms import Form, Initial, Sent
from majlis.look.languages import name_of


class WithdrawForm(Form):
    """What to withdraw, and why."""

    what = forms.ChoiceField(
        label=_("Scope of withdrawal"), widget=forms.RadioSelect, initial="all"
    )
    reason = reason_field()

    def __init__(
        self, *sent: Sent, languages: Sequence[LanguageVersion], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        several = languages if len(languages) > 1 else []
        whole = ("all", _("the version, in all its languages"))
        names = [(each.language, name_of(each.language)) for each in several]
        offer_choices(self, "what", [whole, *names])
