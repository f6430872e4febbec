"""The clock of the site, which only a demonstration may set back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import Act

pytestmark = pytest.mark.django_db


def test_a_real_site_never_dates_back(settings: Any) -> None:
    settings.MAJLIS_DEMO = False
    with (
        pytest.raises(RuntimeError),
        clock.shifted_to(timezone.now() - timedelta(days=1)),
    ):
        pass


def test_in_a_demonstration_records_and_audit_have_the_shifted_date(settings: Any) -> None:
    settings.MAJLIS_DEMO = True
    moment = timezone.now() - timedelta(days=400)
    with clock.shifted_to(moment):
        entry = Act(Actor.as_system("demonstration"), "kernel.test").note()
        assert timedelta(0) <= clock.now() - moment < timedelta(minutes=1)
        assert clock.today() == clock.date_of(moment)
    assert abs(AuditEntry.objects.get(pk=entry.pk).at - moment) < timedelta(minutes=1)
    assert abs(clock.now() - timezone.now()) < timedelta(minutes=1)
    later = Act(Actor.as_system("demonstration"), "kernel.test").note()
    later.refresh_from_db()
    assert abs(later.at - timezone.now()) < timedelta(minutes=5)
