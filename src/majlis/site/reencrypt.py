"""Re-encrypts secrets of old keys. The supervisor runs it at each start with MAJLIS_OLD_SECRET_KEYS."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the verb and print its counts; return the exit status."""
    import django

    django.setup()
    from majlis.kernel.actor import Actor
    from majlis.parties.accounts.actions import encryption

    usage = encryption.reencrypt_secrets(Actor.as_system("start"))
    if usage.old:
        print(f"Encrypted anew with the present secret key: {usage.old} secrets", flush=True)
    if usage.lost:
        print(f"No secret key reads {usage.lost} secrets; see majlis check", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
