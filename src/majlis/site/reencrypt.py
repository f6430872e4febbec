"""Encrypts again what needs an old secret key. Run by the supervisor at each start with MAJLIS_OLD_SECRET_KEYS."""

from __future__ import annotations

import sys


def main() -> int:
    """Have the verb done, and say what came of it; the exit status."""
    import django

    django.setup()
    from majlis.kernel.actor import Actor
    from majlis.parties.accounts.actions import encryption

    found = encryption.reencrypt_secrets(Actor.as_system("start"))
    if found.old:
        print(f"Encrypted anew with the present secret key: {found.old} secrets", flush=True)
    if found.lost:
        print(f"No secret key reads {found.lost} secrets; see majlis check", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
