"""All addresses of the site, and for each kind of page one place to look at it.

``PAGES`` names, for each URL name, a path in the demonstration and who looks. What is no page (a
download, a feed, an address that only takes forms) is in ``NO_PAGES`` with what it answers. A test
fails for a URL name that is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class PageKind:
    """A kind of page: the name of its URL, where one such page is, who looks at it.

    ``where`` gives the keyword arguments of the URL, from the world of the demonstration. ``who`` is
    the role of a demonstration's person, or "" for somebody who has not signed in.
    """

    url_name: str
    where: Callable[[Any], dict[str, Any]] = lambda world: {}
    who: str = ""
    query: str = ""
    status: int = 200


def names(patterns: list[Any] | None = None, namespace: str = "") -> Iterator[str]:
    """The name of every URL pattern, with its namespace; a pattern without a name gives its route."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = ":".join(filter(None, [namespace, each.namespace]))
            yield from names(each.url_patterns, inner)
        elif isinstance(each, URLPattern):
            yield ":".join(filter(None, [namespace, each.name or str(each.pattern)]))


def portal_history(world: Any) -> dict[str, Any]:
    """A record with a history."""
    return {"address": world.record.address}


def wsis_cell(world: Any) -> dict[str, Any]:
    """A cell of the WSIS-SDG matrix."""
    return {"key": "wsis-sdg", "row": "C2", "column": "9"}


PAGES: list[PageKind] = [
    PageKind("look:parts"),
    PageKind("look:appearance"),
    PageKind("help"),
    PageKind("about"),
    PageKind("accessibility"),
    PageKind("privacy"),
    PageKind("history", portal_history),
    PageKind("framework:schemes"),
    PageKind("framework:scheme", lambda world: {"key": "sdg"}),
    PageKind("framework:scheme", lambda world: {"key": "m49"}, query="?sort=name"),
    PageKind("framework:scheme", lambda world: {"key": "m49"}, query="?q=ma"),
    PageKind("framework:concept", lambda world: {"scheme": "action-lines", "code": "C2"}),
    PageKind("framework:concept", lambda world: {"scheme": "sdg", "code": "9.c"}),
    PageKind("framework:concept", lambda world: {"scheme": "m49", "code": "012"}, "secretariat"),
    PageKind("framework:matrix", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:matrix", lambda world: {"key": "wsis-gdc"}),
    PageKind("framework:by_row", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:by_column", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:cell", wsis_cell, "secretariat"),
    PageKind("framework:cell", wsis_cell),
    PageKind("account_login"),
    PageKind("account_signup"),
    PageKind("account_logout", who="delegate"),
    PageKind("account_inactive"),
    PageKind("account_email", who="delegate"),
    PageKind("account_email_verification_sent"),
    PageKind("account_set_password", who="delegate"),
    PageKind("account_reset_password"),
    PageKind("account_reset_password_done"),
    PageKind("account_reset_password_from_key_done"),
    PageKind("mfa_index", who="delegate"),
    PageKind("mfa_activate_totp", who="delegate"),
    PageKind("mfa_list_webauthn", who="delegate"),
    PageKind("mfa_add_webauthn", who="delegate"),
    PageKind("socialaccount_connections", who="delegate"),
    PageKind("socialaccount_login_cancelled"),
    PageKind("socialaccount_login_error", status=401),
    PageKind("accounts:home", who="delegate"),
    PageKind("accounts:profile", who="delegate"),
    PageKind("accounts:data", who="delegate"),
    PageKind("accounts:held", lambda world: {"key": "acts"}, "delegate"),
    PageKind("accounts:erase", who="delegate"),
    PageKind("accounts:erase_confirm", who="delegate"),
    PageKind("accounts:erased"),
    PageKind("accounts:organisation"),
    PageKind("accounts:people", who="secretariat"),
    PageKind("accounts:people", who="administrator", query="?q=a&role=expert"),
    PageKind("accounts:person", lambda world: {"pk": world.people["expert"].pk}, "secretariat"),
    PageKind("accounts:demonstration"),
]

# What is no page -> why, and which test looks at it.
NO_PAGES: dict[str, str] = {
    "file": "a file: tests/portal/test_files.py",
    "file_named": "a file: tests/portal/test_files.py",
    "framework_data:scheme_data": "linked data: tests/framework/test_skos.py",
    "framework_data:scheme_id": "linked data: tests/framework/test_skos.py",
    "framework_data:concept_data": "linked data: tests/framework/test_skos.py",
    "framework_data:concept_id": "linked data: tests/framework/test_skos.py",
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "account_confirm_email",
            "account_change_password",
            "account_reset_password_from_key",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "socialaccount_signup",
            "accounts:own_sign_in",
            "accounts:organisation_go",
            "accounts:first_administrator",
            "accounts:erase_by_link",
        ),
        "a page in the middle of something: tests/parties/accounts/test_pages.py",
    ),
    "mfa_login_webauthn": "passkeys: tests/browser/test_passkeys.py",
    "mfa_reauthenticate_webauthn": "passkeys: tests/browser/test_passkeys.py",
    "openid_connect_login": "takes a form: tests/parties/accounts/test_own_sign_in.py",
    "openid_connect_callback": "comes back from a server: tests/parties/accounts/test_own_sign_in.py",
    "accounts:export": "takes a form: tests/parties/accounts/test_own_data.py",
    "accounts:sign_out_everywhere": "takes a form: tests/parties/accounts/test_people.py",
    "accounts:close": "takes a form: tests/parties/accounts/test_pages.py",
    "accounts:close_person": "takes a form: tests/parties/accounts/test_roles.py",
    "accounts:end_role": "takes a form: tests/parties/accounts/test_roles.py",
}
