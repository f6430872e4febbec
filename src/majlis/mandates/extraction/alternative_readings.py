"""Verbs by which members add and withdraw alternative readings of a provision."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Provision
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_mandate
from majlis.mandates.extraction.actions import REASON_LENGTH
from majlis.mandates.models import AlternativeReading, Mandate
from majlis.parties.models import Organisation


@verb("mandates.add_alternative_reading")
def add_alternative_reading(
    act: Act,
    organisation: Organisation,
    /,
    *,
    provision: Provision,
    mandate: Mandate | None = None,
    text: str,
    language: str,
) -> AlternativeReading:
    """A member says how it reads a provision: beside a mandate of it, or that it asks for something, or for nothing.

    Raises InvalidInput by field.
    """
    text = text.strip()
    if not text:
        raise InvalidInput({"text": _("Write how you read it.")})
    if len(text) > REASON_LENGTH:
        raise InvalidInput({"text": _("This is too long: shorten it.")})
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Choose the language in which you wrote it.")})
    if mandate is not None and mandate.lineage_id != provision.lineage_id:
        raise InvalidInput({"mandate": _("That mandate is of another provision.")})
    if mandate is not None:
        lock_mandate(mandate)
    made = AlternativeReading.objects.create(
        lineage_id=provision.lineage_id,
        version=provision.version,
        mandate=mandate,
        organisation=organisation,
        language=language,
        text=text,
        made_by=act.user,
    )
    act.note(
        made,
        new={"provision": provision.eid, "language": language},
        record=mandate.record if mandate else provision.version.record,
    )
    return made


@verb("mandates.withdraw_alternative_reading")
def withdraw_alternative_reading(act: Act, reading: AlternativeReading, /) -> AlternativeReading:
    """The member does not read it so any more; the history keeps that it did. Raises WrongState."""
    now = timezone.now()
    rows = AlternativeReading.objects.filter(pk=reading.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=now) != 1:
        raise WrongState()
    reading.withdrawn_at = now
    act.note(
        reading,
        old={"text": reading.text},
        # Who may not see the version, does not read of it elsewhere.
        record=reading.mandate.record if reading.mandate else reading.version.record,
    )
    return reading
