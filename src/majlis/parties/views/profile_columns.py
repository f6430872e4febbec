"""Columns that the lists of organizations and of registrations share; files hold codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kit.columns import Column
from majlis.parties.models.organisation import OrganisationProfile

KIND: Column[OrganisationProfile] = Column(
    "kind",
    _("Kind of organization"),
    lambda profile: profile.kind_name,
    lambda profile: profile.kind,
    meaning=_("code in the table of stakeholder kinds"),
)
AREA: Column[OrganisationProfile] = Column(
    "area",
    _("Country or area"),
    lambda profile: profile.area_name,
    lambda profile: profile.area,
    meaning=_("M49 country or area code"),
)
FORM: Column[OrganisationProfile] = Column(
    "form", _("Form of participation"), value=lambda profile: profile.form
)
