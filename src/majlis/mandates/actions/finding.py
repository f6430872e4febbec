"""Verbs of what the engine found: to look for it, to split it, to say that it is no mandate, to add what it missed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.verbs import Act, verb
from majlis.mandates import findings, going_on
from majlis.mandates.lifecycle import ACCEPTED, FINDING, REJECTED, REPLACED, WAITING
from majlis.mandates.models import Finding
from majlis.mandates.values import as_found, differing, of_found, tidy
from majlis.textkit.mandates import VERSION

OPEN_FOR = datetime.timedelta(minutes=15)
"""How long somebody counts as looking at a finding after opening it."""
LONGEST = 4_000
"""Signs of a reason, or of another reading."""


def moved(finding: Finding, verb: str) -> StateChange:
    """Take a step; where somebody was faster, say who, and what they decided. Raises WrongState."""
    try:
        return FINDING.move(finding, verb)
    except WrongState:
        raise overtaken(finding) from None


def overtaken(finding: Finding) -> WrongState:
    """What to tell a person whom another one was before."""
    now = Finding.objects.select_related("decided_by", "mandate__record").get(pk=finding.pk)
    said: StrOrPromise = _("%(who)s decided on this meanwhile.")
    if now.state == ACCEPTED:
        said = _("%(who)s accepted this meanwhile: it is %(what)s.")
    elif now.state == REJECTED:
        said = _("%(who)s said meanwhile that this is no mandate: %(what)s")
    elif now.state == REPLACED:
        said = _("This was split or found anew meanwhile.")
    elif now.state == WAITING:
        said = _("%(who)s opened this again meanwhile.")
    what = str(now.mandate or "") or now.reason or str(now.get_sort_display())
    who = str(now.decided_by or _("Somebody"))
    return WrongState(
        str(said) % {"who": who, "what": what} if "%(" in str(said) else said,
        _("Nothing was changed by you, and what you typed is kept as your draft."),
    )


def decided(act: Act, finding: Finding, **more: Any) -> None:
    """Keep who decided, when, and what came of it."""
    finding.decided_by, finding.decided_at = act.actor.user, timezone.now()
    finding.open_by, finding.open_at = None, None
    for name, value in more.items():
        setattr(finding, name, value)
    names = ["decided_by", "decided_at", "open_by", "open_at", *more]
    finding.save(update_fields=names)


@verb("mandates.find")
def find(act: Act, version: Version, /) -> int:
    """Read a version for mandates; what is found waits for a person. How many are new."""
    # Of two workers at once, one waits and finds that all is there.
    Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    new, replaced = findings.keep(version)
    going_on.suggest(going_on.of_version(version.pk))
    if not new and not replaced:
        act.unchanged()
        return 0
    act.note(version, old={"replaced": replaced}, new={"found": new, "engine": VERSION})
    return new


@verb("mandates.open_finding")
def open_finding(act: Act, finding: Finding, /) -> Finding:
    """Say who looks at a finding now, so that another reviewer sees it. It locks nothing, and passes by itself."""
    act.unchanged()
    now = timezone.now()
    if finding.state == WAITING and looked_at_by(finding) in (None, act.user):
        finding.open_by, finding.open_at = act.user, now
        Finding.objects.filter(pk=finding.pk, state=WAITING).update(
            open_by=finding.open_by, open_at=now
        )
    return finding


def looked_at_by(finding: Finding) -> Any:
    """Who looks at it now; None where nobody does, or has not for a while."""
    if finding.open_at is None or finding.open_at < timezone.now() - OPEN_FOR:
        return None
    return finding.open_by


@verb("mandates.split")
def split(
    act: Act, finding: Finding, /, *, values: Mapping[str, Any] | None = None
) -> tuple[Finding, Finding]:
    """Make two findings of one at the same provision; both begin with what was typed. Raises WrongState."""
    found = finding.found
    if values is not None:
        typed = tidy(values)
        by_person = {*found.get("by_person", ()), *differing(of_found(found), typed)}
        found = as_found(found, typed) | {"by_person": sorted(by_person)}
    change = moved(finding, "mandates.split")
    decided(act, finding)
    later = Finding.objects.filter(provision=finding.provision_id, part__gt=finding.part)
    later.update(part=F("part") + 1)
    first, second = (
        Finding.objects.create(
            version_id=finding.version_id,
            provision_id=finding.provision_id,
            language=finding.language,
            part=finding.part + n,
            sort=finding.sort,
            engine=finding.engine,
            found=found | {"split": True},
            goes_on=None if n else finding.goes_on,
            made_by=act.actor.user,
        )
        for n in (0, 1)
    )
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"into": [first.pk, second.pk]},
        record=finding.version.record,
    )
    return first, second


@verb("mandates.reject")
def reject(act: Act, finding: Finding, /, *, reason: str, language: str) -> Finding:
    """Say why it is no mandate; everybody may read that, beside the words. Raises InvalidInput, WrongState."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reason": _("Say why it is no mandate: everybody will read it.")})
    if len(reason) > LONGEST:
        raise InvalidInput({"reason": _("The reason is too long: shorten it.")})
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput(
            {"reason_language": _("Choose the language in which the reason is written.")}
        )
    change = moved(finding, "mandates.reject")
    decided(act, finding, reason=reason, reason_language=language)
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"provision": finding.provision.eid},
        record=finding.version.record,
        reason=reason,
    )
    return finding


@verb("mandates.reopen")
def reopen(act: Act, finding: Finding, /) -> Finding:
    """What was judged not to be a mandate waits again; the reason stays in the history. Raises WrongState."""
    change = moved(finding, "mandates.reopen")
    was = finding.reason
    decided(act, finding, reason="", reason_language="")
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"provision": finding.provision.eid},
        record=finding.version.record,
        reason=was,
    )
    return finding


@verb("mandates.add_by_hand")
def add_by_hand(act: Act, provision: Provision, /) -> Finding:
    """A provision asks for something where the engine found nothing, or asks for more. It waits like all others.

    Raises InvalidInput where it has no words.
    """
    order = Finding.objects.filter(version=provision.version_id).order_by("pk")
    language = order.values_list("language", flat=True).first() or ""
    wordings = ProvisionWording.objects.filter(provision=provision).exclude(text="")
    rows = sorted(wordings, key=lambda each: (each.language != language, each.status, each.pk))
    if not rows:
        raise InvalidInput({"": _("This provision has no words.")})
    there = Finding.objects.filter(provision=provision)
    last = there.aggregate(last=Max("part"))["last"]
    made = Finding.objects.create(
        version_id=provision.version_id,
        provision=provision,
        language=rows[0].language,
        part=0 if last is None else last + 1,
        found={"provision": provision.eid, "action": rows[0].text, "by_hand": True},
        made_by=act.actor.user,
    )
    act.note(
        made,
        new={"state": WAITING, "provision": provision.eid},
        record=provision.version.record,
    )
    return made
