from typing import Any

from django.db import migrations, models

from majlis.parties.accounts.encryption import (
    OWN_SIGN_IN,
    UndecryptableSecret,
    decrypt_secret,
    encrypt_secret,
)


def encrypt(apps: Any, schema_editor: Any) -> None:
    """Client secrets lay in the table of the library as they are."""
    for own in apps.get_model("accounts", "OwnSignIn").objects.select_related("app"):
        if not own.app.secret:
            continue
        own.sealed_secret = encrypt_secret(own.app.secret, OWN_SIGN_IN)
        own.save(update_fields=["sealed_secret"])
        own.app.secret = ""
        own.app.save(update_fields=["secret"])


def decrypt(apps: Any, schema_editor: Any) -> None:
    """The secrets as they were, with the key of the site; one that no key fits stays empty, and is named."""
    sealed = apps.get_model("accounts", "OwnSignIn").objects.exclude(sealed_secret="")
    for own in sealed.select_related("app"):
        try:
            own.app.secret = decrypt_secret(own.sealed_secret, OWN_SIGN_IN)
        except UndecryptableSecret:
            own.app.secret = ""
            print(f"The client secret of {own.app.provider_id} cannot be read: enter it once more.")
        own.app.save(update_fields=["secret"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_seal_second_steps"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.AddField(
            model_name="ownsignin",
            name="sealed_secret",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(encrypt, decrypt),
    ]
