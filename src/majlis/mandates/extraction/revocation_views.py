"""The forms that revoke an acceptance."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Version
from majlis.kernel.errors import WrongState
from majlis.kit.action_page import ActionPage
from majlis.kit.forms import ReasonForm
from majlis.kit.page import StrOrPromise
from majlis.look import formats, parts
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.extraction import revocation, revoked
from majlis.mandates.models import Clause, Finding, MandateSource


class Revocation[Target: (MandateSource, Clause)](ActionPage[Target]):
    """An action that revokes an acceptance; what was found waits again."""

    template_name = "mandates/extraction/revoke.html"
    base_template = "mandates/base.html"
    model: type[Target]
    form_class = ReasonForm
    button = pgettext_lazy("button", "Withdraw acceptance")

    @override
    def get_target(self) -> Target:
        if reviewable_versions(self.reader) is None:
            raise Http404
        rows = self.model._base_manager.filter(
            pk=self.kwargs["key"], version__in=Version.objects.visible_to(self.reader)
        )
        target = rows.select_related(
            "version__record",
            "version__body__record",
            "version__instrument__record",
            "version__instrument__body__record",
            "provision",
            "mandate__record",
        ).first()
        if target is None and self.request.method == "POST":
            raise WrongState(
                _("The acceptance has already been withdrawn."), _("No change was made.")
            )
        if target is None:
            raise Http404
        return target

    def finding_condition(self) -> Q:
        """The condition on the finding that was accepted."""
        raise NotImplementedError

    @cached_property
    def finding(self) -> Finding | None:
        """The finding that was accepted; None for what was added without one."""
        return Finding.objects.filter(self.finding_condition()).first()

    @override
    def get_trail(self) -> list[parts.Link]:
        return [
            parts.Link(_("Findings to check"), reverse("mandates:findings")),
            parts.Link(pgettext_lazy("button", "Withdraw acceptance")),
        ]

    @override
    def get_cancel_url(self) -> str:
        if self.finding is not None:
            return reverse("mandates:finding", args=[self.finding.pk])
        return (self.target.mandate or self.target.provision).get_absolute_url()

    @override
    def do(self, data: dict[str, Any]) -> str:
        """Revoke the acceptance; return the address of the finding, or of the provision."""
        url = self.target.provision.get_absolute_url()
        if self.finding is not None:
            url = reverse("mandates:finding", args=[self.finding.pk])
        self.verb(self.actor, self.target, **data)
        return url

    @override
    def get_done(self, result: str) -> StrOrPromise:
        if self.finding is None:
            return pgettext_lazy("message", "Acceptance withdrawn.")
        return _("Acceptance withdrawn. The finding has been reopened.")

    @override
    def get_success_url(self, result: str) -> str:
        return result

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "words": revoked.provision_text(self.target)}


class RevokeAcceptance(Revocation[MandateSource]):
    """Revoke the acceptance of a mandate at a provision."""

    verb = revocation.revoke_acceptance
    model = MandateSource

    @override
    def finding_condition(self) -> Q:
        return Q(mandate=self.target.mandate, version=self.target.version_id)

    @override
    def get_title(self) -> str:
        return _("Withdraw acceptance of %(slug)s") % {"slug": self.target.mandate.slug}

    @override
    def get_lead(self) -> StrOrPromise:
        if revoked.is_only_source(self.target):
            consequence = _(
                "The finding is reopened. The number is not reused; date and reason are public."
            )
        else:
            consequence = _(
                "The finding in this version is reopened. The mandate remains accepted in "
                "other versions."
            )
        condition = _("Acceptance can be withdrawn only if no other record depends on it.")
        return f"{consequence}{formats.gap(self.language)}{condition}"


class RevokeClause(Revocation[Clause]):
    """Revoke the acceptance of a clause."""

    verb = revocation.revoke_clause
    model = Clause
    title = _("Withdraw acceptance of clause")
    lead = _("The finding is reopened. The reason is saved in the history.")

    @override
    def finding_condition(self) -> Q:
        return Q(clause=self.target)
