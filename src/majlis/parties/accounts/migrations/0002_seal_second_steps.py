from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import migrations

from majlis.parties.accounts.encryption import (
    UndecryptableSecret,
    decrypt_secret,
    encrypt_secret,
    map_secrets,
)


def _all(apps: Any, do: Callable[[str], str]) -> None:
    for each in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        try:
            each.data = map_secrets(each.data, do)
        except UndecryptableSecret:
            print(f"A second step of account {each.user_id} cannot be read: it has to be reset.")
            continue
        each.save(update_fields=["data"])


def encrypt(apps: Any, schema_editor: Any) -> None:
    """Secrets of authenticators and recovery codes lay in the database as they are."""
    _all(apps, encrypt_secret)


def decrypt(apps: Any, schema_editor: Any) -> None:
    """The secrets as they were, with the key of the site; one that no key fits stays, and is named."""
    _all(apps, decrypt_secret)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
