"""Floods are kept out; a person without scripts is not."""

from __future__ import annotations

import datetime
import itertools
import threading
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.utils import timezone

from majlis.kernel import cleanup, proof_of_work, rate_limits
from majlis.kernel.proof_of_work import ProofOfWorkField, is_solved, new_token, redeem_token
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, count_request

LIMIT = RateLimit("test", 3, 60)


def solve(given: str) -> str:
    return next(str(number) for number in itertools.count() if is_solved(given, str(number)))


@pytest.mark.django_db
def test_a_place_may_do_so_much_in_a_time_and_then_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        count_request(LIMIT, "a")
    with pytest.raises(TooManyRequests) as told:
        count_request(LIMIT, "a")
    assert "second" in str(told.value.mend)
    count_request(LIMIT, "b")
    later = timezone.now() + datetime.timedelta(seconds=61)
    monkeypatch.setattr(proof_of_work.timezone, "now", lambda: later)
    count_request(LIMIT, "a")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_the_limit() -> None:
    passed: list[int] = []

    def attempt() -> None:
        try:
            count_request(LIMIT, "raced")
            passed.append(1)
        except TooManyRequests:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(passed) == 3


@pytest.mark.django_db
def test_a_token_with_its_work_is_taken_once() -> None:
    given = new_token()
    redeem_token(given, solve(given), "a")
    with pytest.raises(forms.ValidationError, match="already been submitted"):
        redeem_token(given, solve(given), "a")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", ["", "x", "a:b:c", pytest.param(new_token()[:-1] + "-", id="forged")]
)
def test_a_token_that_is_not_ours_is_refused(given: str) -> None:
    with pytest.raises(forms.ValidationError):
        redeem_token(given, "1", "a")


@pytest.mark.django_db
def test_without_a_script_one_waits_and_a_flood_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [new_token() for _ in range(8)]
    with pytest.raises(forms.ValidationError, match="submitted too quickly"):
        redeem_token(tokens[0], "", "a")
    later = timezone.now() + datetime.timedelta(seconds=proof_of_work.MIN_AGE + 1)
    monkeypatch.setattr(proof_of_work.timezone, "now", lambda: later)
    for each in tokens[: proof_of_work.WITHOUT_SCRIPT.times]:
        redeem_token(each, "", "a")
    with pytest.raises(TooManyRequests):
        redeem_token(tokens[7], "", "a")


@pytest.mark.django_db
def test_a_form_keeps_its_token_while_it_waits() -> None:
    class Some(forms.Form):
        name = forms.CharField()
        guard = ProofOfWorkField()

    given = new_token()
    data: dict[str, Any] = {"name": "Amal", "guard": given, "guard_nonce": ""}
    form = Some(data)
    assert not form.is_valid()
    assert given in str(form["guard"])
    assert given not in str(Some()["guard"])
    form = Some(data | {"guard_nonce": solve(given)})
    assert form.is_valid(), form.errors
    assert cleanup.delete_expired() == 0


def test_all_addresses_of_a_network_are_one_place(rf: Any) -> None:
    def at(address: str) -> str:
        return rate_limits.client_key(rf.get("/", REMOTE_ADDR=address))

    assert at("2001:db8::1") == at("2001:db8::2") == at("2001:db8::5:6:7:8")
    assert at("2001:db8::1") == at("2001:0db8:0000:0000:ffff::9")
    assert at("2001:db8::1") != at("2001:db8:0:1::1")
    assert at("::ffff:192.0.2.1") == at("192.0.2.1") != at("192.0.2.2")
    assert at("") == "" and at("unknown") == "unknown"
