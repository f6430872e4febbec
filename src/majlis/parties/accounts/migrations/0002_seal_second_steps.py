from django.conf import settings
from django.db import migrations

from majlis.parties.accounts.sealing import each_secret, seal, unseal


def _all(apps, do):
    for each in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        each.data = each_secret(each.data, do)
        each.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    """Secrets of authenticators and recovery codes lay in the database as they are."""
    _all(apps, seal)


def decrypt(apps, schema_editor):
    _all(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
