"""What the pages of provisions and versions show of mandates, as annotations of their own queries."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, JSONField, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from majlis.instruments.models import ProvisionWording, Version
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.audiences import decided_by_secretariat
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.extraction.extract import IS_HEAD
from majlis.mandates.extraction.tasks import extract_findings_of_version
from majlis.mandates.lifecycle import ACTIVE, REPLACED, WAITING
from majlis.mandates.models import AlternativeReading, Finding, Mandate, MandateSource
from majlis.mandates.models.choices import Force, LegalStatus


def provision_json(user: Reader) -> JSONObject:
    """The accepted mandates, the findings and the alternative readings at the outer provision."""
    words = ProvisionWording.objects.filter(
        provision=OuterRef("provision"), language=OuterRef("language")
    )
    sources = (
        MandateSource.objects.filter(
            visibility_condition(user, "mandate__record__"), provision=OuterRef("pk")
        )
        .order_by("pk")
        .values(
            json=JSONObject(
                slug=F("mandate__slug"),
                address=F("mandate__record__address"),
                force=F("force"),
                language=F("language"),
                quoted=F("quoted"),
                witness=F("witness"),
                witness_of=F("witness_of"),
                found_by=F("found_by"),
                when=F("accepted_at"),
                words=Subquery(words.values("text")[:1]),
                office=decided_by_secretariat("accepted_by"),
            )
        )
    )
    findings = (
        Finding.objects.filter(provision=OuterRef("pk"))
        .exclude(state=REPLACED)
        .order_by("part", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                state=F("state"),
                reason=F("reason"),
                reason_language=F("reason_language"),
                when=F("decided_at"),
                office=decided_by_secretariat("decided_by"),
            )
        )
    )
    titles = Wording.objects.filter(record=OuterRef("organisation"), field="title")
    titles_with_text = titles.exclude(text="").order_by("status", "language")
    mandates = Mandate.objects.visible_to(user).filter(pk=OuterRef("mandate"))
    readings = (
        AlternativeReading.objects.filter(
            visibility_condition(user, "organisation__record__"),
            visibility_condition(user, "version__record__"),
            visibility_condition(user, "version__instrument__record__"),
            lineage=OuterRef("lineage"),
            withdrawn_at=None,
        )
        .order_by("pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                organisation=F("organisation"),
                address=F("organisation__record__address"),
                titles=ArraySubquery(
                    titles_with_text.values(json=JSONObject(language=F("language"), text=F("text")))
                ),
                text=F("text"),
                language=F("language"),
                when=F("made_at"),
                version=F("version"),
                version_slug=F("version__slug"),
                version_address=F("version__record__address"),
                mandate=Subquery(mandates.values("slug")[:1]),
            )
        )
    )
    return JSONObject(
        asked=ArraySubquery(sources), found=ArraySubquery(findings), others=ArraySubquery(readings)
    )


def count_mandates(user: Reader, version: Version, status: LegalStatus) -> int:
    """The number of active mandates of a legal status whose current wording is that of the version."""
    mandates = Mandate.objects.visible_to(user).filter(source__version=version)
    return mandates.filter(legal_status=status, lifecycle_state=ACTIVE).count()


def commitments_json(user: Reader) -> Coalesce:
    """How many commitments in force have their current wording in the outer version."""
    rows = Mandate.objects.visible_to(user).filter(
        source__version=OuterRef("pk"),
        force=Force.COMMITS,
        legal_status=LegalStatus.IN_FORCE,
        lifecycle_state=ACTIVE,
    )
    counted = rows.order_by().annotate(counted=Func(F("pk"), function="COUNT")).values("counted")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def waiting_json(user: Reader) -> Coalesce | None:
    """How many findings of the outer version wait, without details; None for users who decide on none."""
    if reviewable_versions(user) is None:
        return None
    rows = Finding.objects.filter(IS_HEAD, state=WAITING, version=OuterRef("pk")).order_by()
    counts = rows.annotate(number=Func(F("pk"), function="COUNT")).values("number")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def is_searched(user: Reader) -> Exists | None:
    """Whether the outer version waits to be searched for mandates, or is searched; None for users who decide on none."""
    if reviewable_versions(user) is None:
        return None
    path = extract_findings_of_version.module_path
    unfinished = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        task_path=path,
        args_kwargs__args__0=Func(OuterRef("pk"), function="to_jsonb", output_field=JSONField()),
    )
    return Exists(unfinished.order_by())
