"""How long the server takes for each decision of the review: a text of fifty findings, twenty of them accepted one by one.

An answer is the decision and the page of the next finding to which it leads. The yardstick is the page of the appearance
settings, which reads next to nothing.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from lxml import html
from measuring import Row, row
from served import database

ROOT = Path(__file__).resolve().parents[1]
FINDINGS, DECISIONS = 50, 20


def measure() -> list[Row]:
    """Median and maximum of the answers, and the time of the list of clear findings."""
    sys.path.insert(0, str(ROOT))
    with database():
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client

        from majlis.kernel.actor import Actor
        from majlis.mandates.extraction import actions
        from majlis.mandates.models import Finding

        # Imported by name: mypy does not check the tests.
        factories: Any = import_module("tests.mandates.factories")
        person: Any = import_module("tests.support.people").person

        settings.ALLOWED_HOSTS = ["*"]
        call_command("collectstatic", interactive=False, verbosity=0)
        factories.entity("Keeper", lexicon=["Keeper"])
        asks = "".join(
            f"{n}. Requests the Keeper to publish list {n} of the lamps of the {n}th island;\n\n"
            for n in range(1, FINDINGS + 1)
        )
        version = factories.text(words=f"Resolution {{number}}\n\nThe Council of Tides,\n\n{asks}")
        actions.extract_findings(Actor.as_system("bench"), version)
        officer = Client()
        officer.force_login(person("secretariat"))
        first = Finding.objects.filter(version=version).earliest("provision__position")
        address = f"/en/mandates/findings/finding/{first.pk}/"
        answers = []
        plain = [_seconds(partial(officer.get, "/en/appearance/"))[0] for _n in range(15)]
        page = officer.get(address)
        for _n in range(DECISIONS):
            document: Any = html.fromstring(page.content)
            form = next(each for each in document.forms if each.get("id") == "decision")
            data = {**dict(form.form_values()), "do": "accept"}
            seconds, page = _seconds(partial(officer.post, address, data, follow=True))
            assert page.redirect_chain, page.content.decode()[-2000:]
            address = page.redirect_chain[-1][0].partition("?")[0]
            answers.append(seconds)
        clear = f"/en/mandates/findings/{version.pk}/clear/"
        listed = _seconds(partial(officer.get, clear))[0]
    yardstick = 1000 * statistics.median(plain)
    return [
        row(
            "a decision and the next finding, median",
            1000 * statistics.median(answers),
            "ms",
            yardstick,
        ),
        row("a decision and the next finding, slowest of 20", 1000 * max(answers), "ms", yardstick),
        row("the list of clear findings", 1000 * listed, "ms", yardstick),
    ]


def _seconds(ask: Callable[[], Any]) -> tuple[float, Any]:
    """How long the server took, and its answer."""
    start = time.perf_counter()
    answer = ask()
    return time.perf_counter() - start, answer


if __name__ == "__main__":
    for each in measure():
        print(each)
