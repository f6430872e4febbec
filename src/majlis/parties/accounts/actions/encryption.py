"""The verb that re-encrypts secrets after a change of the site's secret key."""

from __future__ import annotations

from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import reencryption


@verb("accounts.reencrypt_secrets")
def reencrypt_secrets(act: Act) -> reencryption.KeyUsage:
    """Re-encrypt secrets of old keys with the present key; return the counts before."""
    usage = reencryption.reencrypt_all()
    if usage.old:
        act.note(new={"encrypted_anew": usage.old})
    else:
        act.unchanged()
    return usage
