"""Links to versions and provisions that are values of audit entries, for histories."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Case, OuterRef, QuerySet, Value, When
from django.utils.html import format_html
from django.utils.translation import get_language

from majlis.instruments.citations import format
from majlis.instruments.citations.names import full_version_name, version_url
from majlis.instruments.core.subqueries import chain_from, chain_json, symbol_subquery
from majlis.instruments.models import ProvisionWording, Version
from majlis.kernel.audit_labels import Links
from majlis.kernel.audit_labels import Value as AuditValue
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.look.bidi import as_html


def visible_versions(reader: Reader) -> QuerySet[Version]:
    """The versions that the reader may see, with what their names need."""
    versions: QuerySet[Version] = (
        Version.objects.visible_to(reader)
        .filter(visibility_condition(reader, "instrument__record__"))
        .select_related("record", "instrument__record")
        .prefetch_related("instrument__record__wordings")
        .with_wordings()
        .annotate(symbol_here=symbol_subquery(get_language() or "en", version=OuterRef("pk")))
    )
    return versions


def version_links(values: Collection[AuditValue], reader: Reader) -> Links:
    """The links to versions by their address, with symbol and label."""
    versions = visible_versions(reader).filter(
        record__address__in={address for _of, address in values}
    )
    return {
        ("", each.record.address): format_html(
            '<a href="{}">{}</a>', version_url(each), as_html(full_version_name(each))
        )
        for each in versions
    }


def provision_links(values: Collection[AuditValue], reader: Reader) -> Links:
    """The links to provisions by the address of their version and their identifier."""
    language = get_language() or "en"
    language_rank = Case(When(language=language, then=Value(0)), default=Value(1))
    wordings = (
        ProvisionWording.objects.filter(
            provision__version__in=Version.objects.visible_to(reader).filter(
                visibility_condition(reader, "instrument__record__"),
                record__address__in={address for address, _eid in values},
            ),
            provision__eid__in={eid for _address, eid in values},
        )
        .annotate(at=chain_json())
        .select_related("provision__version__record", "provision__version__instrument")
        .order_by("provision_id", language_rank, "status", "pk")
        .distinct("provision_id")
    )
    links: dict[AuditValue, str] = {}
    for wording in wordings:
        provision = wording.provision
        name = format.provision_reference(chain_from(provision.version, wording.at))
        links[provision.version.record.address, provision.eid] = format_html(
            '<a href="{}">{}</a>', provision.get_absolute_url(), as_html(name)
        )
    return links
