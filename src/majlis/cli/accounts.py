"""``majlis make-administrator`` and ``majlis reset-second-step``: access for who has lost it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from majlis.cli.check import add_real, configuration_of
from majlis.cli.output import json_line, print_bytes, readable
from majlis.kernel.json_types import JSON
from majlis.site.errors import SiteError

if TYPE_CHECKING:
    from majlis.kernel.models import User
    from majlis.site.configuration import Configuration

ACTOR = "command"
"""The actor that the audit names."""
NOTIFIED = "The person will be notified by email."
NEEDS_PASSWORD = (
    "The account has no password now: the person requests a link by email on the sign-in page, with “Set a "
    "new password”."
)


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands to the command line."""
    _add(
        rooms,
        "make-administrator",
        make_administrator,
        help="make somebody an administrator of the site",
        description="Make the person with this email address an administrator. If the address has no "
        "account, print a link by which its owner creates one: it works once, for 24 hours, and is not "
        "shown again. An account that an organization’s server has signed in, or without a password, loses "
        "its sessions, password and second step; the person sets a new password by email. The person "
        "will be notified by email, and the audit log names the command. It works whether or not the "
        "site is running.",
    )
    _add(
        rooms,
        "reset-second-step",
        reset_second_step,
        help="remove the second step of signing in of a person",
        description="Remove the authenticator, recovery codes and passkeys of the person with this email "
        "address, who then signs in with the password alone. First verify the person's identity. The "
        "person will be notified by email, and the audit log names the command. It works whether or not "
        "the site is running.",
    )


def _add(
    rooms: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    help: str,
    description: str,
) -> None:
    command = rooms.add_parser(name, help=help, description=description, allow_abbrev=False)
    command.add_argument("address", metavar="ADDRESS", help="the email address of the person")
    add_real(command)
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def make_administrator(chosen: argparse.Namespace) -> int:
    """Appoint the person, or print the link for an address without an account. Raises SiteError."""
    with _site(chosen) as configuration:
        from majlis.kernel.actor import Actor
        from majlis.parties.accounts.actions import people, roles

        actor = Actor.as_system(ACTOR)
        user = _find(chosen.address)
        if user is None:
            invited = people.invite_administrator(actor, chosen.address)
            link, ends = f"{configuration.public_address}{invited.path}", invited.expires_at
            values: dict[str, JSON] = {"link": link, "expires_at": ends.isoformat()}
            _report(
                chosen,
                "invited",
                f"{chosen.address} has no account. To become an administrator, its owner opens this "
                f"link. It works once, until {ends:%Y-%m-%d %H:%M} UTC:",
                link,
                values=values,
            )
        else:
            _require_confirmed(user)
            roles.appoint_person(actor, roles.RoleInScope("administrator"), user)
            lines = [f"{user.email} is an administrator from now on.", NOTIFIED]
            if not user.has_usable_password():
                lines.append(NEEDS_PASSWORD)
            _report(chosen, "appointed", *lines)
    return 0


def reset_second_step(chosen: argparse.Namespace) -> int:
    """Remove the second step of the person. Raises SiteError."""
    with _site(chosen):
        from majlis.kernel.actor import Actor
        from majlis.parties.accounts.actions import second_step

        user = _find(chosen.address)
        if user is None:
            raise SiteError(
                f"No account has the address {chosen.address}.",
                "Check the address. No change was made.",
            )
        removed = second_step.reset_second_step(Actor.as_system(ACTOR), user)
        _report(
            chosen,
            "reset",
            f"The second step of {user.email} was removed. The password remains.",
            NOTIFIED,
            values={"removed": removed},
        )
    return 0


@contextmanager
def _site(chosen: argparse.Namespace) -> Iterator[Configuration]:
    """The site of the command, with its database; errors of verbs and of the database become a SiteError."""
    from django.db import OperationalError

    from majlis.kernel.errors import Fault
    from majlis.site.account_process import become_account_of
    from majlis.site.command_database import running_database, set_up_django

    configuration = configuration_of(chosen)
    _require_one_site(chosen, configuration)
    become_account_of(configuration, create=False)
    with running_database(configuration):
        set_up_django(configuration)
        try:
            yield configuration
        except Fault as fault:
            raise SiteError(str(fault.what), str(fault.mend) or "No change was made.") from fault
        except OperationalError as error:
            raise SiteError(
                "The database does not respond.", "Check it with: majlis check. No change was made."
            ) from error


def _require_one_site(chosen: argparse.Namespace, configuration: Configuration) -> None:
    """Raise SiteError if the folder holds two sites, and nothing says which of them is meant."""
    is_chosen = chosen.real or "MAJLIS_DEMO" in os.environ
    if not is_chosen and all((configuration.data / kind).is_dir() for kind in ("demo", "real")):
        raise SiteError(
            f"There are two sites in {configuration.data}: a demonstration and a real one.",
            "Add --real for the real site, or set MAJLIS_DEMO=1 for the demonstration.",
        )


def _find(address: str) -> User | None:
    from majlis.kernel.models import User

    return User.objects.filter(email__iexact=address.strip(), erased_at=None).first()


def _require_confirmed(user: User) -> None:
    """Raise SiteError if nobody has confirmed the address: a stranger may have signed up with it."""
    from allauth.account.models import EmailAddress

    addresses = EmailAddress.objects.filter(user=user, email__iexact=user.email)
    if not addresses.filter(verified=True).exists():
        raise SiteError(
            f"The address {user.email} is not confirmed.",
            "Let its owner open the link that was mailed, or set a new password. No change was made.",
        )


def _report(
    chosen: argparse.Namespace, outcome: str, *lines: str, values: Mapping[str, JSON] | None = None
) -> None:
    if chosen.json:
        print_bytes(json_line({"address": chosen.address, "outcome": outcome, **(values or {})}))
        return
    for line in lines:
        print_bytes(f"{readable(line)}\n".encode())
