"""Forms of the notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.models import Delivery
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form


class NoticeFilters(ListFilters):
    """The filters of the notices."""

    q = forms.CharField(label=_("Words"), required=False)
    show = forms.ChoiceField(
        label=_("Shown"), choices=[("unread", _("Only new ones"))], required=False
    )


class PreferenceForm(Form):
    """The way of delivery and the hour of the digest."""

    delivery = forms.ChoiceField(
        label=_("How to tell you"), choices=Delivery.choices, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=_("Hour of the daily or weekly mail"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        help_text=_("In your own time zone. The weekly mail comes on Mondays."),
    )
