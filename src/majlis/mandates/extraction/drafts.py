"""Drafts of decisions on findings: entries that a person has typed and not yet sent."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from majlis.commons.drafts.models import Draft
from majlis.kernel import clock
from majlis.mandates.models import Finding

FINDING_FORM = "mandates.finding"
"""The key of the form of a finding, by which its drafts are kept."""


def target_of(finding: Finding) -> str:
    """The target of the drafts of a finding."""
    return f"{finding._meta.label_lower}:{finding.pk}"


def with_draft() -> Exists:
    """The condition on findings that somebody has a draft of the decision.

    Such a finding is accepted on its own page only: accepted with others, the entries would be lost.
    """
    target = Concat(Value(f"{Finding._meta.label_lower}:"), Cast(OuterRef("pk"), TextField()))
    drafts: QuerySet[Draft] = Draft.objects.filter(
        form=FINDING_FORM, target=target, expires_at__gt=clock.now()
    )
    return Exists(drafts)
