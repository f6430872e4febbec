"""Models of accounts beside the kernel's User and the tables of allauth."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar, override

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from majlis.kernel import clock
from majlis.kernel.models import Record, User
from majlis.parties.accounts import encryption
from majlis.parties.accounts.origins import origin_of


class Session(AbstractBaseSession):
    """A session with a reference to its user, needed to sign a person out everywhere."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    @override
    def get_session_store_class(cls) -> type:
        """The session store of these rows."""
        store: type = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class Purpose(models.TextChoices):
    """The purpose of a one-time link."""

    FIRST_ADMINISTRATOR = "first_administrator"
    ADMINISTRATOR = "administrator"
    ERASURE = "erasure"


class OneTimeLink(models.Model):
    """A link that works once, for a limited time. Only the hash of its token is stored.

    ``email`` is the address of who is invited to become an administrator, and has no account yet.
    """

    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="one_time_links")
    email = models.EmailField(max_length=254, blank=True, db_default="")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class OwnSignIn(models.Model):
    """An organization's own sign-in: its people sign in by its OpenID Connect server.

    ``sealed_secret`` is the client secret, encrypted; the field of ``app`` stays empty, because it is too
    short for an encrypted value.
    """

    organisation = models.OneToOneField(Record, models.PROTECT, related_name="own_sign_in")
    app = models.OneToOneField(SocialApp, models.PROTECT, related_name="own_sign_in")
    sealed_secret = models.TextField(blank=True)
    since = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.organisation)

    def client_secret(self) -> str:
        """The decrypted client secret. Raises UndecryptableClientSecret if no key of the site fits."""
        return encryption.decrypt_secret(self.sealed_secret, encryption.OWN_SIGN_IN)

    @property
    def is_readable(self) -> bool:
        """Whether a key of the site can decrypt the client secret."""
        try:
            self.client_secret()
        except encryption.UndecryptableSecret:
            return False
        return True

    @property
    def origin(self) -> str:
        """Scheme and host of the server's sign-in page, to which the browser is sent; "" if invalid."""
        return origin_of(str(self.app.settings.get("authorization_origin", "")))


class SignInDomain(models.Model):
    """A domain whose e-mail addresses belong to the organization of an own sign-in."""

    own_sign_in = models.ForeignKey(OwnSignIn, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering: ClassVar = ["domain"]

    def __str__(self) -> str:
        return self.domain
