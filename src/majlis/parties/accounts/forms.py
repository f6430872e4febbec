"""Forms of accounts: those of allauth with our labels, and our own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as account
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record
from majlis.kernel.roles import ROLES
from majlis.kit.filters import ListFilters
from majlis.look.forms import DateField, FilterForm, Form, Initial, NamedErrorsMixin, Sent
from majlis.parties.accounts import time_zones

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EMAIL_LABEL = _("E-mail address")
PASSWORD_LABEL = _("Password")
NEW_PASSWORD_LABEL = _("New password")
NAME_LABEL = _("Name")
PASSWORD_HINT = _(
    "At least 10 characters; several words are easy to remember. Not a common password, nor your name or address."
)

type Labels = dict[str, _StrOrPromise]


class LabelsMixin:
    """Our labels and hints on a form of allauth; no placeholders, and no password twice."""

    labels: ClassVar[Labels] = {
        "email": EMAIL_LABEL,
        "name": NAME_LABEL,
        "password": PASSWORD_LABEL,
        "password1": NEW_PASSWORD_LABEL,
    }
    hints: ClassVar[Labels] = {"password1": PASSWORD_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields.pop("password2", None)
        for name, field in fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignIn(NamedErrorsMixin, LabelsMixin, account.LoginForm):  # type: ignore[misc]
    """Sign in with address and password."""

    labels: ClassVar[Labels] = {
        "login": EMAIL_LABEL,
        "password": PASSWORD_LABEL,
        "remember": _("Stay signed in on this device"),
    }
    mark_optional = False


class SignUp(NamedErrorsMixin, LabelsMixin, account.SignupForm):  # type: ignore[misc]
    """Sign up."""

    labels: ClassVar[Labels] = {
        "name": NAME_LABEL,
        "email": EMAIL_LABEL,
        "password1": PASSWORD_LABEL,
    }
    hints: ClassVar[Labels] = {
        "name": _(
            "As others shall see it. An account is for one person, never for an organization."
        ),
        "email": _("A link is sent to it, with which you confirm that it is yours."),
        "password1": PASSWORD_HINT,
    }
    field_order = ("name", "email", "password1")
    name = forms.CharField(
        max_length=200, widget=forms.TextInput({"autocomplete": "name", "dir": "auto"})
    )


class SocialSignUp(NamedErrorsMixin, LabelsMixin, social.SignupForm):  # type: ignore[misc]
    """Sign up with the data from an organization."""


class AddEmail(NamedErrorsMixin, LabelsMixin, account.AddEmailForm):  # type: ignore[misc]
    """Add an e-mail address."""

    labels: ClassVar[Labels] = {"email": _("New e-mail address")}
    hints: ClassVar[Labels] = {
        "email": _("A link is sent to it. Until you open it, the old address stays in use.")
    }


class ChangePassword(NamedErrorsMixin, LabelsMixin, account.ChangePasswordForm):  # type: ignore[misc]
    """Change the password."""

    labels: ClassVar[Labels] = {
        "oldpassword": _("Present password"),
        "password1": NEW_PASSWORD_LABEL,
    }


class SetPassword(NamedErrorsMixin, LabelsMixin, account.SetPasswordForm):  # type: ignore[misc]
    """Set a first password."""


class ResetPassword(NamedErrorsMixin, LabelsMixin, account.ResetPasswordForm):  # type: ignore[misc]
    """Request a link to reset the password."""


class ResetPasswordKey(NamedErrorsMixin, LabelsMixin, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Set a new password by the mailed link."""


class Reauthenticate(NamedErrorsMixin, LabelsMixin, account.ReauthenticateForm):  # type: ignore[misc]
    """Enter the password again for a sensitive action."""


class Disconnect(NamedErrorsMixin, LabelsMixin, social.DisconnectForm):  # type: ignore[misc]
    """Remove the sign-in through an organization."""

    labels: ClassVar[Labels] = {"account": _("Organization")}


# Our own.


class ProfileForm(Form):
    """Name, language and time zone of a person."""

    name = forms.CharField(
        label=NAME_LABEL,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGE_CHOICES, help_text=_("The language of mails to you.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones.zone_choices,
        help_text=_("The place whose time you go by. Times are told in it."),
    )


class FirstAdministratorForm(Form):
    """The first administrator of a site."""

    name = forms.CharField(
        label=NAME_LABEL,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(label=EMAIL_LABEL, max_length=254)
    password = forms.CharField(
        label=PASSWORD_LABEL,
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class OrganisationAddressForm(Form):
    """The e-mail address by which the own sign-in of an organization is found."""

    email = forms.EmailField(
        label=_("E-mail address at your organization"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class OwnSignInForm(Form):
    """An organization's own sign-in."""

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=500,
        help_text=_("The address of the OpenID Connect server, beginning with https://."),
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url"}),
    )
    client_id = forms.CharField(
        label=_("Client identifier"),
        max_length=191,
        help_text=_("What the server calls this site."),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=191,
        required=False,
        help_text=_("Never shown again. Left empty, the present one stays if the issuer does."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("Domains of e-mail addresses"),
        help_text=_(
            "One on a line, such as example.org. Only domains that belong to the organization."
        ),
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
    )


class ReasonForm(Form):
    """An optional reason."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.TextInput({"dir": "auto"})
    )


class ErasureByLinkForm(Form):
    """The confirmation of an erasure by a mailed link."""

    understood = forms.BooleanField(
        label=_("I understand that what is erased does not come back"), required=False
    )
    mark_optional = False


class ErasureForm(ErasureByLinkForm):
    """The confirmation of an erasure by password."""

    password = forms.CharField(
        label=PASSWORD_LABEL,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *sent: Sent, by_password: bool, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not by_password:
            del self.fields["password"]


def _roles() -> list[tuple[str, StrOrPromise]]:
    return [(code, name) for code, (name, _kinds) in ROLES.items()]


class PeopleFilter(ListFilters):
    """The filters of the list of people."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=lambda: [("", pgettext_lazy("role", "Any")), *_roles()],
    )


class ScopeSearchForm(FilterForm):
    """The role for an appointment, and a search for its scope."""

    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    q = forms.CharField(
        label=_("For what: words of the name"),
        required=False,
        max_length=100,
        help_text=_("A body, a concept or an organization, where the role is held for one."),
        widget=forms.TextInput({"dir": "auto"}),
    )


class AppointmentForm(Form):
    """An appointment to a role, for the whole site or for one of ``scopes``."""

    scope = forms.ChoiceField(label=_("For"))
    since = DateField(label=_("From"), required=False, help_text=_("Today, if left empty."))
    until = DateField(
        label=_("Until"), required=False, help_text=_("The last day, if it is known.")
    )

    def __init__(
        self, *sent: Sent, role: str, scopes: Sequence[Record], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.scopes = {each.address: each for each in scopes}
        kinds = ROLES[role][1]
        if kinds == ("",):
            del self.fields["scope"]
            return
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        field.required = "" not in kinds
        field.choices = [
            ("", _("Choose one") if field.required else _("the whole site")),
            *((address, str(each)) for address, each in self.scopes.items()),
        ]

    def clean(self) -> dict[str, str | Record | datetime.date | None]:
        """The cleaned data with the chosen record in place of its address."""
        data = super().clean() or self.cleaned_data
        data["scope"] = self.scopes.get(data.get("scope", ""))
        return data
