"""Verbs of the kernel: the redaction of personal values in the audit."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import Faulty, WrongState
from majlis.kernel.models import PersonalDatum, Redaction
from majlis.kernel.verbs import Act, verb


@verb("kernel.propose_redaction")
def propose_redaction(act: Act, data: Iterable[PersonalDatum], *, reason: str) -> Redaction:
    """Ask that personal values be emptied, with a reason. Raises Faulty without values or reason."""
    values = [each for each in data if each.redaction_id is None]
    faults = {}
    if not values:
        faults[""] = _("There is no personal value here that could still be emptied.")
    if not reason.strip():
        faults["reason"] = _("Say why the values must go: the reason stays in the audit.")
    if faults:
        raise Faulty(faults)
    redaction = Redaction.objects.create(reason=reason.strip(), proposed_by=act.actor.user)
    redaction.asked_for.set(values)
    act.note(redaction, new={"values": [each.pk for each in values]}, reason=reason.strip())
    return redaction


@verb("kernel.confirm_redaction")
def confirm_redaction(act: Act, redaction: Redaction) -> Redaction:
    """Empty the values, as a second person. Raises WrongState if that was done already."""
    done = Redaction.objects.filter(pk=redaction.pk, confirmed_at__isnull=True).update(
        confirmed_by=act.actor.user, confirmed_at=timezone.now()
    )
    if not done:
        raise WrongState()
    keys = list(redaction.asked_for.values_list("pk", flat=True))
    PersonalDatum.objects.filter(pk__in=keys).update(value="", redaction=redaction)
    redaction.refresh_from_db()
    act.note(redaction, new={"emptied": keys}, reason=redaction.reason)
    return redaction
