"""Verbs of other names: what a body is or was also called, from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import official_language
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.dates import NO_DATE, check_dates
from majlis.parties.appointments import lock_row
from majlis.parties.models import Body, BodyAlias


@verb("parties.add_alias")
def add_alias(
    act: Act,
    /,
    body: Body,
    *,
    label: str = "",
    language: str = "",
    names: Mapping[str, str] | None = None,
    since: str = "",
    until: str = "",
    correct: bool = True,
    **values: str,
) -> list[BodyAlias]:
    """Record what a body is or was also called: one name, or with ``url_names`` one for each language.

    Again with other facts corrects what is recorded; where ``correct`` is not true, that raises InvalidInput
    by field, as does what is missing or no date. The field of a name in ``url_names`` is ``label_fr``.
    """
    wanted = {(official_language(language) or "", "label"): label}
    wanted |= {(code, f"label_{code}"): text for code, text in (names or {}).items()}
    wanted = {key: text.strip() for key, text in wanted.items() if text.strip()}
    if not wanted:
        raise InvalidInput({"label": _("The name is missing: write what the body was called.")})
    check_dates(since, until)
    body = lock_row(Body, body)
    facts = {"until": until, **values}
    faults: dict[str, Any] = {}
    found = []
    for (code, field), text in wanted.items():
        alias, made = BodyAlias.objects.get_or_create(
            body=body, label=text, language=code, since=since
        )
        changed = {name: each for name, each in facts.items() if getattr(alias, name) != each}
        if changed and not (made or correct):
            faults[field] = _(
                "This name is recorded already from this date: record its end there, or give another date."
            )
        elif made or changed:
            _set_label(act, alias, changed)
        found.append(alias)
    if faults:
        raise InvalidInput(faults)
    if not act.entries:
        act.unchanged()
    return found


def _set_label(act: Act, alias: BodyAlias, changed: dict[str, str]) -> None:
    old = {name: getattr(alias, name) for name in changed}
    for name, each in changed.items():
        setattr(alias, name, each)
    alias.save()
    act.note(alias, record=alias.body.record, old=old, new={"label": alias.label, **changed})


@verb("parties.end_alias")
def end_alias(act: Act, target: BodyAlias, *, until: str, reason: str = "") -> BodyAlias:
    """Record until when a body was called so; the name stays. Raises InvalidInput where that is no date."""
    alias = lock_row(BodyAlias, target)
    if not until:
        raise InvalidInput({"until": NO_DATE})
    check_dates(alias.since, until)
    if alias.until == until:
        act.unchanged()
        return alias
    old, alias.until = alias.until, until
    alias.save(update_fields=["until"])
    act.note(
        alias,
        record=alias.body.record,
        old={"until": old},
        new={"label": alias.label, "until": until},
        reason=reason.strip(),
    )
    return alias
