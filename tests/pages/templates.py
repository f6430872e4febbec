"""All templates of the site, and which of them a visit draws.

A test fails for a template that no page of tests/pages/page_kinds.py draws, unless it is in ``DRAWN_ELSEWHERE``
with the test that draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test.signals import template_rendered

SOURCE = Path(__file__).resolve().parents[2] / "src" / "majlis"


def name_of(path: Path) -> str:
    """A template by its place in its folder of templates: ``look/base.html``."""
    return path.as_posix().rpartition("/templates/")[2]


def ours() -> set[str]:
    """Every template of the site."""
    return {name_of(path) for path in SOURCE.glob("**/templates/**/*.*")}


@contextmanager
def drawn(seen: set[str]) -> Iterator[None]:
    """Add to the set each template of ours that is drawn as long as the block lasts, and what it includes."""

    def see(template: Any, **_more: Any) -> None:
        if template.origin.name.startswith(str(SOURCE)):
            seen.add(name_of(Path(template.origin.name)))

    template_rendered.connect(see, weak=False)
    try:
        yield
    finally:
        template_rendered.disconnect(see)


# What no page of the table draws -> the test that draws it, or the reason why none can: letters, faults, what stands in
# the middle of something, parts of a page that are there for a moment.
_BY_REASON = {
    "tests/browser/test_passkeys.py": (
        "accounts/use_passkey.html",
        "mfa/webauthn/reauthenticate.html",
    ),
    "tests/commons/drafts/test_drafts.py": ("drafts/compare.html", "drafts/unsaved.html"),
    "tests/commons/moderation/test_moderation.py": ("moderation/own_case.html",),
    "tests/commons/notices/test_delivery.py": ("notices/mail.html", "notices/mail.txt"),
    "tests/commons/remarks/test_remarks.py": ("remarks/mail.txt",),
    "tests/documents/archive/test_archive.py": (
        "documents/archive/document.html",
        "documents/archive/documents.html",
        "documents/archive/index.html",
        "documents/archive/items.html",
    ),
    "tests/events/floor/test_views.py": (
        "events/floor/own.html",
        "events/floor/parts/moment.html",
        "events/floor/region.html",
    ),
    "tests/events/people/test_actions.py": (
        "events/people/mail/confirmed.subject.txt",
        "events/people/mail/confirmed.txt",
    ),
    "tests/instruments/comparisons/test_views.py": (
        "instruments/comparisons/no_common_language.html",
        "instruments/comparisons/part.html",
    ),
    "tests/instruments/publication/test_language_check.py": (
        "instruments/imports/language_check.html",
    ),
    "tests/instruments/texts/test_views.py": ("instruments/texts/part.html",),
    "tests/look/test_forms.py": ("look/forms/formset.html",),
    "tests/mandates/publications/test_archive.py": (
        "mandates/publications/archive/data.html",
        "kit/archive/languages.html",
        "mandates/publications/archive/index.html",
        "kit/archive/page.html",
    ),
    "tests/mandates/extraction/test_views.py": (
        "mandates/texts/version_panel.html",
        "mandates/extraction/reading.html",
    ),
    "tests/mandates/extraction/test_revocation.py": ("mandates/detail/revoked.html",),
    "tests/parties/accounts/test_pages.py": (
        "account/password_change.html",
        "account/password_reset_from_key.html",
        "account/reauthenticate.html",
        "accounts/erase_by_link.html",
        "accounts/first_administrator.html",
        "accounts/organisation_redirect.html",
        "accounts/other_second_steps.html",
        "accounts/own_sign_in.html",
        "mfa/authenticate.html",
        "mfa/reauthenticate.html",
        "mfa/recovery_codes/generate.html",
        "mfa/recovery_codes/index.html",
        "mfa/totp/activate_form.html",
        "mfa/totp/deactivate_form.html",
        "mfa/webauthn/add_form.html",
        "mfa/webauthn/authenticator_confirm_delete.html",
        "mfa/webauthn/edit_form.html",
    ),
    "tests/parties/accounts/test_second_step.py": ("mfa/recovery_codes/download.txt",),
    "tests/parties/accounts/test_sign_up.py": ("429.html", "accounts/mail.txt"),
    "tests/parties/test_delegations.py": (
        "parties/mail/delegate.subject.txt",
        "parties/mail/delegate.txt",
    ),
    "tests/parties/test_offices.py": ("parties/office_end.html",),
    "tests/parties/test_organisations.py": (
        "parties/mail/successor.subject.txt",
        "parties/mail/successor.txt",
    ),
    "tests/parties/test_pages.py": ("parties/own_delegation.html",),
    "tests/parties/test_registration_steps.py": (
        "parties/expired_link.html",
        "parties/mail/confirm.subject.txt",
        "parties/mail/confirm.txt",
        "parties/mail/question.subject.txt",
        "parties/mail/question.txt",
        "parties/registration_check.html",
        "parties/registration_sent.html",
    ),
    "tests/parties/test_registration.py": (
        "parties/mail/admitted.subject.txt",
        "parties/mail/admitted.txt",
        "parties/mail/refused.subject.txt",
        "parties/mail/refused.txt",
    ),
    "tests/portal/test_error_pages.py": ("portal/server_error.html", "portal/error.html"),
    # They stand in the place of allauth's own, in case it comes to them.
    "no test: our settings and adapters lead nobody there": (
        "account/signup_closed.html",
        "account/verified_email_required.html",
        "socialaccount/signup.html",
    ),
}
DRAWN_ELSEWHERE = {name: reason for reason, names in _BY_REASON.items() for name in names}
