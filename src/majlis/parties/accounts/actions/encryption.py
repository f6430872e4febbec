"""The verb that follows a change of the site's secret key."""

from __future__ import annotations

from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import reencryption


@verb("accounts.reencrypt_secrets")
def reencrypt_secrets(act: Act) -> reencryption.KeyUsage:
    """Encrypt with the present secret key what an old one reads; return how it was before."""
    found = reencryption.reencrypt_all()
    if found.old:
        act.note(new={"encrypted_anew": found.old})
    else:
        act.unchanged()
    return found
