"""Forms of the notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.notices.models import Delivery
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form


class NoticeFilters(ListFilters):
    """The filters of the notices."""

    q = forms.CharField(label=pgettext_lazy("filter", "Keywords"), required=False)
    show = forms.ChoiceField(
        label=pgettext_lazy("filter", "Display"),
        choices=[("unread", _("New notifications only"))],
        required=False,
    )


class PreferenceForm(Form):
    """The way of delivery and the hour of the digest."""

    delivery = forms.ChoiceField(
        label=pgettext_lazy("notification", "Delivery method"),
        choices=Delivery.choices,
        widget=forms.RadioSelect,
    )
    hour = forms.TypedChoiceField(
        label=_("Time of the daily or weekly email"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        help_text=_("In your time zone. The weekly email is sent on Mondays."),
    )
