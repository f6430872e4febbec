"""What the accounts keep beside the users of the kernel and the tables of allauth."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar, override

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from majlis.kernel.models import Record, User
from majlis.parties.accounts import encryption
from majlis.parties.accounts.origins import origin_of


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that a person can be signed out everywhere."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    @override
    def get_session_store_class(cls) -> type:
        """The store that writes these rows."""
        store: type = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class Purpose(models.TextChoices):
    """What a one-time link is for."""

    FIRST_ADMINISTRATOR = "first_administrator"
    ERASURE = "erasure"


class OneTimeLink(models.Model):
    """A link that works once and not for long. The token itself is never stored, only its hash."""

    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="one_time_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class OwnSignIn(models.Model):
    """An organization's own sign-in: its people come in through its OpenID Connect server.

    ``sealed_secret`` is the client secret, encrypted; the one of ``app`` stays empty, since an encrypted
    one is longer than it may be.
    """

    organisation = models.OneToOneField(Record, models.PROTECT, related_name="own_sign_in")
    app = models.OneToOneField(SocialApp, models.PROTECT, related_name="own_sign_in")
    sealed_secret = models.TextField(blank=True)
    since = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.organisation)

    def client_secret(self) -> str:
        """What the server knows this site by. Raises UndecryptableClientSecret where no key of the site fits."""
        return encryption.decrypt_secret(self.sealed_secret, encryption.OWN_SIGN_IN)

    @property
    def is_readable(self) -> bool:
        """Whether the client secret can still be read with a key that the site has."""
        try:
            self.client_secret()
        except encryption.UndecryptableSecret:
            return False
        return True

    @property
    def origin(self) -> str:
        """Where the browser is sent: scheme and host of the server's sign-in page; "" if they are odd."""
        return origin_of(str(self.app.settings.get("authorization_origin", "")))


class SignInDomain(models.Model):
    """Addresses of this domain belong to the organization whose own sign-in it is."""

    own_sign_in = models.ForeignKey(OwnSignIn, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering: ClassVar = ["domain"]

    def __str__(self) -> str:
        return self.domain
