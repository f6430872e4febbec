"""Verbs of co-signatories: they are asked, sign or decline; only those who signed are named."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from majlis.documents.contributions.actions import lock_document
from majlis.documents.core.access import refresh_circles
from majlis.documents.lifecycle import ACCEPTED, DRAFT, POSTED, RETURNED, SUBMITTED
from majlis.documents.models import Document, Source, SourceState
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.parties.lifecycle import ACTIVE
from majlis.parties.models import Organisation

SIGNED_IN = (DRAFT, SUBMITTED, RETURNED, ACCEPTED, POSTED)
"""The states of a document in which organizations are asked, and sign."""


@verb("documents.ask_for_signature")
def ask_for_signature(
    act: Act, document: Document, /, *, organisations: Sequence[Organisation]
) -> list[Source]:
    """Ask organizations to co-sign a document: their focal points see it from now on, and decide.

    Those that stand behind it or were asked already are left out. Raises InvalidInput for the field
    ``organisations``: without any, or for one that is not active; WrongState for a document that is over.
    """
    document = lock_document(document)
    _check_state(document)
    if not organisations:
        raise InvalidInput({"organisations": _("Select one or more organizations.")})
    if any(each.state != ACTIVE for each in organisations):
        raise InvalidInput({"organisations": _("Select active organizations only.")})
    known = {each.organisation_id: each for each in document.sources.all()}
    asked: list[Source] = []
    for each in organisations:
        source = known.get(each.pk) or Source(document=document, organisation=each)
        if source.pk is not None and source.state != SourceState.DECLINED:
            continue
        source.state, source.decided_by, source.decided_at = SourceState.ASKED, None, None
        source.save()
        asked.append(source)
        act.note(
            source,
            record=document.record,
            new={"organisation": each.record.address, "signature": SourceState.ASKED},
        )
    if not asked:
        act.unchanged()
    refresh_circles(document)
    return asked


@verb("documents.sign_document")
def sign_document(act: Act, source: Source, /) -> Source:
    """Co-sign a document for an organization, which is named from now on. Raises WrongState unless it is asked."""
    return _decide(act, source, (SourceState.ASKED,), SourceState.SIGNED)


@verb("documents.decline_signature")
def decline_signature(act: Act, source: Source, /) -> Source:
    """Decline to co-sign a document, or withdraw a co-signature; the organization is not named. Raises WrongState."""
    return _decide(act, source, (SourceState.ASKED, SourceState.SIGNED), SourceState.DECLINED)


def _decide(act: Act, source: Source, states: Sequence[str], state: str) -> Source:
    document = lock_document(source.document)
    _check_state(document)
    source = (
        Source.objects.select_for_update(of=("self",))
        .select_related("organisation__record")
        .get(pk=source.pk)
    )
    if source.state not in states:
        raise WrongState()
    before = source.state
    source.state, source.decided_by, source.decided_at = state, act.actor.user, clock.now()
    source.save(update_fields=["state", "decided_by", "decided_at"])
    source.document = document
    refresh_circles(document)
    mark_changed(document.record)
    act.note(
        source,
        record=document.record,
        old={"signature": before},
        new={"organisation": source.organisation.record.address, "signature": state},
    )
    return source


def _check_state(document: Document) -> None:
    if document.state not in SIGNED_IN:
        raise WrongState(
            _("This document has been withdrawn or refused."), _("It can no longer be co-signed.")
        )
