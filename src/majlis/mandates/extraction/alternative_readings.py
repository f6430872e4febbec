"""Verbs by which members add and withdraw alternative readings of a provision."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision
from majlis.kernel import clock
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
    """Add how a member reads a provision, or one mandate of it. Raises InvalidInput by field.

    Without ``mandate`` the member says that the provision states a mandate, or that it states none.
    """
    text = text.strip()
    if not text:
        raise InvalidInput({"text": _("Enter your reading of the provision.")})
    if len(text) > REASON_LENGTH:
        raise InvalidInput(
            {"text": pgettext_lazy("entry in a form", "The text is too long. Shorten it.")}
        )
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput(
            {"language": pgettext_lazy("entry in a form", "Select the language of the text.")}
        )
    if mandate is not None and mandate.lineage_id != provision.lineage_id:
        raise InvalidInput({"mandate": _("That mandate belongs to another provision.")})
    if mandate is not None:
        lock_mandate(mandate)
    reading = AlternativeReading.objects.create(
        lineage_id=provision.lineage_id,
        version=provision.version,
        mandate=mandate,
        organisation=organisation,
        language=language,
        text=text,
        made_by=act.user,
    )
    act.note(
        reading,
        new={"provision": provision.eid, "language": language},
        record=mandate.record if mandate else provision.version.record,
    )
    return reading


@verb("mandates.withdraw_alternative_reading")
def withdraw_alternative_reading(act: Act, reading: AlternativeReading, /) -> AlternativeReading:
    """Withdraw an alternative reading; the audit log keeps its text. Raises WrongState."""
    now = clock.now()
    rows = AlternativeReading.objects.filter(pk=reading.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=now) != 1:
        raise WrongState()
    reading.withdrawn_at = now
    act.note(
        reading,
        old={"text": reading.text},
        # Without a mandate, the entry is visible only to those who may see the version.
        record=reading.mandate.record if reading.mandate else reading.version.record,
    )
    return reading
