"""The verb that follows a change of the site's secret key."""

from __future__ import annotations

from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import seals


@verb("accounts.renew_seals")
def renew_seals(act: Act) -> seals.Seals:
    """Encrypt with the present secret key what an old one reads; return how it was before."""
    found = seals.renew()
    if found.old:
        act.note(new={"encrypted_anew": found.old})
    else:
        act.unchanged()
    return found
