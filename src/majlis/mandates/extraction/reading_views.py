"""Pages of rejected findings and of alternative readings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision, ProvisionWording
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.list_page import ListPage
from majlis.look import parts
from majlis.mandates.core.representation import MEMBER_ROLES
from majlis.mandates.extraction import alternative_readings, queries
from majlis.mandates.extraction.forms import AlternativeReadingForm, TextFilterForm
from majlis.mandates.extraction.tables import rejected_context
from majlis.mandates.models import AlternativeReading, Mandate
from majlis.parties.models import Organisation


class RejectedFindings(ListPage[queries.RejectedFinding, dict[str, Any]]):
    """Rejected findings with their text, the reason, and alternative readings of members."""

    template_name = "mandates/extraction/rejected.html"
    base_template = "mandates/base.html"
    parents: ClassVar = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)
    title = pgettext_lazy("page", "Rejected findings")
    lead = _(
        "Findings checked and rejected, with the reason. Members may add alternative readings."
    )
    filter_form = TextFilterForm
    empty = _("No rejected findings yet.")
    no_match = _("No rejected findings in texts with this name.")
    counted = False

    @override
    def get_queryset(self) -> QuerySet[queries.RejectedFinding]:
        return queries.rejected_findings(self.reader, self.language, self.filters["text"])

    @override
    def get_rows(self, items: Sequence[queries.RejectedFinding]) -> list[dict[str, Any]]:
        lineages = [finding.provision.lineage_id for finding in items]
        readings = queries.alternative_readings(self.reader, lineages, self.language)
        return [
            rejected_context(finding, readings.get(lineage, []))
            for finding, lineage in zip(items, lineages, strict=True)
        ]


class AddReading(ActionPage[Provision]):
    """Add how a member reads a provision; the form chooses the member."""

    verb = alternative_readings.add_alternative_reading
    form_class = AlternativeReadingForm
    template_name = "mandates/extraction/add_reading.html"
    base_template = "mandates/base.html"
    title = _("Add alternative reading")
    lead = _(
        "Readings appear beside decisions, under the organization’s name, and change "
        "no status or count."
    )
    button = _("Add alternative reading")
    done = _("Alternative reading added.")

    @override
    def get_target(self) -> Provision:
        provision = queries.visible_provision(self.reader, self.kwargs["key"])
        if provision is None or not self.members:
            raise Http404
        return provision

    @cached_property
    def members(self) -> dict[str, Organisation]:
        """The organizations for which the reader speaks, by key."""
        if not self.reader.is_authenticated:
            return {}
        scopes = [
            appointment.scope_id
            for appointment in self.reader.appointments_today()
            if appointment.role in MEMBER_ROLES
        ]
        organisations = Organisation.objects.filter(record__in=scopes).with_wordings()
        return {str(organisation.pk): organisation for organisation in organisations}

    @override
    def is_allowed(self) -> bool:
        return bool(self.target and self.members)

    @cached_property
    def mandate(self) -> Mandate | None:
        """The mandate of the provision that the address names (``?mandate=``), if the reader may see it."""
        number = self.request.GET.get("mandate", "")
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            return None
        mandates = Mandate.objects.visible_to(self.reader).filter(lineage=self.target.lineage_id)
        return mandates.filter(number=int(number)).first()

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"members": [(key, str(member)) for key, member in self.members.items()]}

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language, "organisation": next(iter(self.members), "")}

    @override
    def do(self, data: dict[str, Any]) -> AlternativeReading:
        return alternative_readings.add_alternative_reading(
            self.actor,
            self.members[data.pop("organisation")],
            provision=self.target,
            mandate=self.mandate,
            **data,
        )

    @override
    def get_success_url(self, result: AlternativeReading) -> str:
        return f"{self.target.get_absolute_url()}#mandate"

    @override
    def get_trail(self) -> list[parts.Link]:
        return [
            parts.Link(pgettext_lazy("documents", "Texts"), reverse("instruments:texts")),
            parts.Link(
                pgettext_lazy("provision of a text", "Provision"), self.target.get_absolute_url()
            ),
            parts.Link(pgettext_lazy("mandate", "Alternative reading")),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "wording": self.wording(), "mandate": self.mandate}

    def wording(self) -> ProvisionWording | None:
        """The wording of the provision in the reader's language, else the most reliable one."""
        return min(
            self.target.wordings.exclude(text=""),
            key=lambda wording: (wording.language != self.language, wording.status, wording.pk),
            default=None,
        )


class WithdrawReading(ButtonAction[AlternativeReading]):
    """Withdraw an alternative reading."""

    verb = alternative_readings.withdraw_alternative_reading
    title = _("Withdraw alternative reading")
    done = _("Alternative reading withdrawn.")

    @override
    def get_target(self) -> AlternativeReading:
        readings = AlternativeReading.objects.select_related(
            "organisation__record", "mandate__record", "version__record"
        )
        reading = readings.filter(pk=self.kwargs["key"]).first()
        if reading is None or not self.is_offered(self.actor, reading):
            raise Http404
        return reading

    @override
    def get_cancel_url(self) -> str:
        provisions = Provision.objects.visible_to(self.reader).filter(
            lineage=self.target.lineage_id
        )
        latest = provisions.select_related("version__instrument").order_by(
            "-version__position", "-pk"
        )
        provision = latest.first()
        return provision.get_absolute_url() if provision else reverse("mandates:rejected")
