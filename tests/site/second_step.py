"""Turns two-step sign-in on for a fictional person of a site, or signs in with it: run with a word.

``on`` prints the secret of the authenticator and a recovery code; ``codes SECRET CODE`` fails where one
of them is no longer taken.
"""

from __future__ import annotations

import secrets
import sys
import time

import django

NAME = "second-step@example.org"


def main() -> None:
    """Do what the command line says."""
    django.setup()
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
    from django.test import override_settings

    from majlis.kernel.models import User

    if sys.argv[1] == "on":
        user = User.objects.filter(email=NAME).first() or User.objects.create_user(
            NAME, secrets.token_urlsafe(), name="Fictional Person"
        )
        Authenticator.objects.filter(user=user).delete()  # of another test on the same site
        secret = "JBSWY3DPEHPK3PXP"
        TOTP.activate(user, secret)
        print(secret, RecoveryCodes.activate(user).get_unused_codes()[0])
        return
    _word, secret, code = sys.argv[1:]
    shown = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    held = {each.type: each.wrap() for each in Authenticator.objects.filter(user__email=NAME)}
    with override_settings(MFA_TOTP_TOLERANCE=1):  # the half minute may turn in between
        assert held["totp"].validate_code(shown)
    assert held["recovery_codes"].validate_code(code)


if __name__ == "__main__":
    main()
