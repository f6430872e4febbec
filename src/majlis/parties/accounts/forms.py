"""Forms of accounts: those of allauth with our labels, and our own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, override

from allauth.account import forms as account
from allauth.socialaccount import forms as social
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.kernel.names import validate_name
from majlis.kernel.roles import ROLES
from majlis.kit.filters import ListFilters
from majlis.look.forms import DateField, FilterForm, Form, Initial, NamedErrorsMixin, Sent
from majlis.parties.accounts import time_zones

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EMAIL_LABEL = pgettext_lazy("email", "Email address")
PASSWORD_LABEL = pgettext_lazy("account", "Password")
NEW_PASSWORD_LABEL = pgettext_lazy("account", "New password")
NAME_LABEL = pgettext_lazy("person", "Name")
PASSWORD_HINT = _("At least 10 characters. Not a common password, your name or your email address.")

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
        "name": _("Name shown to others. An account is for one person, not an organization."),
        "email": _("A confirmation link will be sent to this address."),
        "password1": PASSWORD_HINT,
    }
    field_order = ("name", "email", "password1")
    name = forms.CharField(
        max_length=200,
        validators=[validate_name],
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )

    @override
    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Create the account, or mail the owner of the address that there is one.

        A password is hashed in both cases, which takes a hundred times as long as all else: the time of
        the answer does not tell whether the address has an account. An address can be tried once only,
        since it has an account from then on.
        """
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class SocialSignUp(NamedErrorsMixin, LabelsMixin, social.SignupForm):  # type: ignore[misc]
    """Sign up with the data from an organization."""


class AddEmail(NamedErrorsMixin, LabelsMixin, account.AddEmailForm):  # type: ignore[misc]
    """Add an e-mail address."""

    labels: ClassVar[Labels] = {"email": _("New email address")}
    hints: ClassVar[Labels] = {
        "email": _(
            "A confirmation link will be sent. The current address remains in use until "
            "confirmation."
        )
    }


class ChangePassword(NamedErrorsMixin, LabelsMixin, account.ChangePasswordForm):  # type: ignore[misc]
    """Change the password."""

    labels: ClassVar[Labels] = {
        "oldpassword": pgettext_lazy("account", "Current password"),
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

    labels: ClassVar[Labels] = {"account": pgettext_lazy("organization", "Organization")}


# Our own.


class ProfileForm(Form):
    """Name, language and time zone of a person."""

    name = forms.CharField(
        label=NAME_LABEL,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Language of the emails that you receive."),
    )
    time_zone = forms.ChoiceField(
        label=pgettext_lazy("account", "Time zone"),
        choices=time_zones.zone_choices,
        help_text=_("Times are shown in this time zone."),
    )


class InvitedAdministratorForm(Form):
    """An administrator whose address the link knows."""

    name = forms.CharField(
        label=NAME_LABEL,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    password = forms.CharField(
        label=PASSWORD_LABEL,
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class FirstAdministratorForm(InvitedAdministratorForm):
    """The first administrator of a site."""

    email = forms.EmailField(label=EMAIL_LABEL, max_length=254)
    field_order = ("name", "email", "password")


class OrganisationAddressForm(Form):
    """The e-mail address by which the own sign-in of an organization is found."""

    email = forms.EmailField(
        label=_("Email address at your organization"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class OwnSignInForm(Form):
    """An organization's own sign-in."""

    issuer = forms.CharField(
        label=pgettext_lazy("sign-in server", "Issuer"),
        max_length=500,
        help_text=_("Address of the OpenID Connect server, beginning with https://."),
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url"}),
    )
    client_id = forms.CharField(
        label=pgettext_lazy("sign-in server", "Client identifier"),
        max_length=191,
        help_text=_("Identifier of this site on the server."),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=pgettext_lazy("sign-in server", "Client secret"),
        max_length=191,
        required=False,
        help_text=_("Not shown again. If the issuer is unchanged, leave blank to keep the secret."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=pgettext_lazy("organization sign-in", "Email domains"),
        help_text=_(
            "One per line, such as example.org. Enter only the organization’s own domains."
        ),
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
    )


class ReasonForm(Form):
    """An optional reason."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"dir": "auto"}),
    )


class ErasureByLinkForm(Form):
    """The confirmation of an erasure by a mailed link."""

    understood = forms.BooleanField(
        label=_("I understand that erased data cannot be restored"), required=False
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

    q = forms.CharField(label=_("Name or email address"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=pgettext_lazy("role", "Role"),
        required=False,
        choices=lambda: [("", pgettext_lazy("filter", "All")), *_roles()],
    )


class ScopeSearchForm(FilterForm):
    """The role for an appointment, and a search for its scope."""

    role = forms.ChoiceField(label=pgettext_lazy("role", "Role"), choices=_roles)
    q = forms.CharField(
        label=_("Name of the body, concept or organization"),
        required=False,
        max_length=100,
        help_text=_("Leave blank if the role covers the whole site."),
        widget=forms.TextInput({"dir": "auto"}),
    )


class AppointmentForm(Form):
    """An appointment to a role, for the whole site or for one of ``scopes``."""

    scope = forms.ChoiceField(label=_("Scope of the role"))
    since = DateField(
        label=pgettext_lazy("period", "Start date"),
        required=False,
        help_text=_("Leave blank for today."),
    )
    until = DateField(
        label=pgettext_lazy("period", "End date"),
        required=False,
        help_text=_("Leave blank if unknown."),
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
            (
                "",
                pgettext_lazy("empty choice", "Select one")
                if field.required
                else _("the whole site"),
            ),
            *((address, str(each)) for address, each in self.scopes.items()),
        ]

    def clean(self) -> dict[str, str | Record | datetime.date | None]:
        """The cleaned data with the chosen record in place of its address."""
        data = super().clean() or self.cleaned_data
        data["scope"] = self.scopes.get(data.get("scope", ""))
        return data
