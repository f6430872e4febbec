"""Verbs of aliases: other names that a body has or had, with dates."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise
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
    """Record other names of a body: one name, or with ``names`` one for each language.

    A name recorded before from the same date is corrected, or raises InvalidInput if ``correct`` is False.
    Raises InvalidInput by field also for missing names and invalid dates. The field of a name in
    ``names`` is ``label_fr`` for French.
    """
    labels = {(official_language(language) or "", "label"): label}
    labels |= {(code, f"label_{code}"): text for code, text in (names or {}).items()}
    labels = {key: text.strip() for key, text in labels.items() if text.strip()}
    if not labels:
        raise InvalidInput({"label": _("Enter the name of the body.")})
    check_dates(since, until)
    body = lock_row(Body, body)
    facts = {"until": until, **values}
    faults: dict[str, StrOrPromise] = {}
    aliases = []
    for (code, field), text in labels.items():
        alias, created = BodyAlias.objects.get_or_create(
            body=body, label=text, language=code, since=since
        )
        changed = {name: each for name, each in facts.items() if getattr(alias, name) != each}
        if changed and not (created or correct):
            faults[field] = _(
                "This name is already recorded. Record its end date, or enter another start date."
            )
        elif created or changed:
            _set_label(act, alias, changed)
        aliases.append(alias)
    if faults:
        raise InvalidInput(faults)
    if not act.entries:
        act.unchanged()
    return aliases


def _set_label(act: Act, alias: BodyAlias, changed: dict[str, str]) -> None:
    old, new = set_values(alias, changed, changed)
    alias.save()
    act.note(alias, record=alias.body.record, old=old, new={"label": alias.label, **new})


@verb("parties.end_alias")
def end_alias(act: Act, target: BodyAlias, *, until: str, reason: str = "") -> BodyAlias:
    """Record the end of an alias; the name stays on record. Raises InvalidInput for an invalid date."""
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
