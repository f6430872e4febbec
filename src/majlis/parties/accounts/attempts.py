"""How often a password or a code may be tried: few guesses, and no stranger locks a person out.

- A browser in which the person signed in before counts by itself: 5 in 5 minutes.
- All others count by account and network (/24 for IPv4, /64 for IPv6): 5 in 5 minutes; by the address of
  the network for all accounts: 10 a minute; and by account alone: 100 passwords an hour, 30 codes an hour.
- Passkeys are not guessed and not counted.

So all strangers together try at most 100 × 24 = 2,400 passwords a day of one account, and one network alone
12 × 5 × 24 = 1,440. Passwords have ten characters or more and are none of the 20,000 common ones. Whoever
knows the password tries 30 × 24 = 720 codes a day out of 1,000,000: one chance in 1,389. When the count by
account is full, unknown browsers wait, and the person is told by mail, once a day: a new password set by
the mailed link makes that browser known and starts the count again. A browser counts as known by a cookie
that nobody can forge, so no stranger fills its count.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from majlis.kernel.models import User
from majlis.kernel.rate_limits import network_of
from majlis.parties.accounts import known_browsers
from majlis.parties.accounts.mail import enqueue_notice

APP = "majlis.accounts"
BY_PLACE = "5/5m/key"
BY_ADDRESS = "10/m/ip"
TOLD_EVERY = 86_400  # seconds


@dataclass(frozen=True)
class GuessLimit:
    """What is guessed, and how often for one account, by everybody but known browsers together."""

    name: str
    by_account: str


PASSWORDS = GuessLimit("password", "100/h/key")
CODES = GuessLimit("code", "30/h/key")


def count_password(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Count a password for an address, which may have no account; None if it is one too many.

    What is returned can be rolled back, if the password was right.
    """
    email = email.strip().lower()
    # Strangers cause no query here, so the work is the same for each address.
    is_known = request.user.is_authenticated or known_browsers.is_any_known(request)
    user = _account(email) if is_known else None
    usage = _count(request, PASSWORDS, email, user)
    if usage is None:
        _tell_if_full(request, PASSWORDS, email, user if is_known else _account(email))
    return usage


def count_code(request: HttpRequest, user: User) -> ratelimit.RateLimitUsage | None:
    """Count a code of the second step; None if it is one too many. It can be rolled back."""
    usage = _count(request, CODES, str(user.pk), user)
    if usage is None:
        _tell_if_full(request, CODES, str(user.pk), user)
    return usage


def forget_passwords(request: HttpRequest, email: str) -> None:
    """Start the count of an account again, after a new password was set by a mailed link."""
    config = {PASSWORDS.name: PASSWORDS.by_account}
    key = email.strip().lower()
    ratelimit.clear(request, app=APP, action=PASSWORDS.name, config=config, key=key)


def _account(email: str) -> User | None:
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _count(
    request: HttpRequest, limit: GuessLimit, account: str, user: User | None
) -> ratelimit.RateLimitUsage | None:
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    counts = [
        (BY_PLACE, f"{account}|network {network}"),
        (BY_ADDRESS, ""),
        (limit.by_account, account),
    ]
    if user is not None and (browser := known_browsers.browser_of(request, user)):
        counts = [(BY_PLACE, f"{account}|browser {browser}")]
    usage = ratelimit.RateLimitUsage(usage=[])
    for rate, key in counts:
        config = {limit.name: rate}
        used = ratelimit.consume(request, app=APP, action=limit.name, config=config, key=key)
        if used is None:
            return None
        usage.usage += used.usage
    return usage


def _tell_if_full(request: HttpRequest, limit: GuessLimit, account: str, user: User | None) -> None:
    """Tell the person once a day that the count by account is full.

    Without an account the work is the same, so that nobody learns from it whether there is one: the worker
    gets a letter to nobody.
    """
    config = {limit.name: limit.by_account}
    is_full = not ratelimit.consume(
        request, app=APP, action=limit.name, config=config, key=account, dry_run=True
    )
    if is_full and cache.add(f"accounts.told.{limit.name}.{account}", True, TOLD_EVERY):
        enqueue_notice(f"accounts/many_{limit.name}s", user)
