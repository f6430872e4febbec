"""Re-encrypts secrets of old keys. The supervisor runs it at each start with MAJLIS_OLD_SECRET_KEYS."""

from __future__ import annotations

import sys

from majlis.site import parent_death


def main() -> int:
    """Run the verb and print its counts; return the exit status."""
    import django

    parent_death.forbid_reading()
    django.setup()
    from majlis.kernel.actor import Actor
    from majlis.parties.accounts.actions import encryption

    usage = encryption.reencrypt_secrets(Actor.as_system("start"))
    if usage.old:
        print(f"Secrets encrypted again with the present secret key: {usage.old}", flush=True)
    if usage.lost:
        print(f"Secrets that no secret key can read: {usage.lost}. Run: majlis check", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
