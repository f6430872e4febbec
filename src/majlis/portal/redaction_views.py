"""Pages of redactions: deletion of personal values from a history, confirmed by a second person."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import actions
from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, Redaction
from majlis.kit.action_page import ActionPage
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.kit.trails import link_to
from majlis.look import parts
from majlis.portal import personal_values, queries
from majlis.portal.forms import CONFIRM, DecisionForm, ProposalForm, WithdrawalForm

PAGE_SIZE = 100
NO_RECORD = _("Data not linked to a record")


class ProposeRedaction(ActionPage[Record]):
    """Propose to delete personal values from the history of a record."""

    template_name = "portal/redaction_propose.html"
    verb = actions.propose_redaction
    form_class = ProposalForm
    title = _("Propose erasure of personal data")
    lead = _("After a second person confirms your proposal, the data will be erased permanently.")
    button = pgettext_lazy("button", "Propose erasure")
    done = _("Proposal sent. A second person must confirm before any data are erased.")
    drafts = False  # a reason that repeats a value would be kept beyond the reach of a redaction

    @override
    def get_target(self) -> Record:
        return queries.record_at(self.kwargs["address"], self.reader)

    @cached_property
    def values(self) -> list[personal_values.PersonalValue]:
        """The personal values of this part of the history."""
        return personal_values.values_in(self.entries)

    @cached_property
    def entries(self) -> Page[AuditEntry]:
        """This part of the history: its entries with personal values."""
        entries = queries.entries_with_personal_values(self.target)
        return Paginator(entries, PAGE_SIZE).get_page(self.request.GET.get("page"))

    @cached_property
    def standing(self) -> list[personal_values.PersonalValue]:
        """The values that are in no proposal yet."""
        pending = queries.values_awaiting_redaction()
        return [value for value in self.values if value.datum.pk not in pending]

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"standing": self.standing}

    @override
    def get_trail(self) -> list[parts.Link]:
        return [
            link_to(self.target),
            parts.Link(pgettext_lazy("history of a record", "History"), self.get_cancel_url()),
            parts.Link(self.title),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "values": self.standing,
            "waiting": len(self.values) - len(self.standing),
            "pages": parts.page_links(self.request, self.entries),
        }

    @override
    def do(self, data: dict[str, Any]) -> Redaction:
        chosen = PersonalDatum.objects.filter(pk__in=data["values"])
        return actions.propose_redaction(
            self.actor, chosen, reason=data["reason"], record=self.target
        )

    @override
    def get_success_url(self, result: Redaction) -> str:
        return reverse("redactions")

    @override
    def get_cancel_url(self) -> str:
        return reverse("history", args=[self.target.address])


class RedactionAction(ActionPage[Redaction]):
    """An action on a redaction that waits."""

    template_name = "portal/redaction_action.html"
    drafts = False  # as for a proposal

    @classmethod
    @override
    def is_offered(cls, actor: Actor, target: Redaction) -> bool:
        return target.waits and super().is_offered(actor, target)

    @override
    def get_target(self) -> Redaction:
        return queries.visible_redaction(self.kwargs["key"], self.reader)

    @override
    def get_lead(self) -> StrOrPromise:
        return str(self.target.record or NO_RECORD)

    @override
    def get_cancel_url(self) -> str:
        return reverse("redaction", args=[self.target.pk])

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "values": personal_values.values_to_empty(self.target),
        }


class DecideRedaction(RedactionAction):
    """Empty the values, or decline to."""

    verb = actions.confirm_redaction
    form_class = DecisionForm
    title = button = pgettext_lazy("button", "Record decision")

    @override
    def do(self, data: dict[str, Any]) -> Redaction:
        if data["decision"] == CONFIRM:
            return actions.confirm_redaction(self.actor, self.target)
        return actions.decline_redaction(self.actor, self.target, reason=data["reason"])

    @override
    def get_done(self, result: Redaction) -> StrOrPromise:
        if result.confirmed_at:
            return _("The data were erased.")
        return _("Proposal declined. The data remain unchanged.")


class WithdrawRedaction(RedactionAction):
    """Withdraw a proposal of one's own."""

    verb = actions.withdraw_redaction
    form_class = WithdrawalForm
    title = button = pgettext_lazy("personal data", "Withdraw proposal")
    done = _("Proposal withdrawn. The data remain unchanged.")


class RedactionList(ListPage[Redaction, Redaction]):
    """The redactions that await a second person."""

    template_name = "portal/redaction_list.html"
    permission = "kernel.propose_redaction"
    title = _("Proposals to erase personal data")
    lead = _("One person proposes erasure; another confirms or declines it.")
    paginate_by = PAGE_SIZE
    columns = (
        Column(
            "record",
            pgettext_lazy("record", "Record"),
            value=lambda item: str(item.record or NO_RECORD),
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda item: item.record.address if item.record else "",
        ),
        Column(
            "reason",
            pgettext_lazy("reason for an action", "Reason"),
            value=lambda item: item.reason,
        ),
        Column(
            "who",
            pgettext_lazy("personal data", "Proposed by"),
            value=lambda item: str(item.proposed_by) if item.proposed_by else None,
        ),
        Column(
            "at",
            pgettext_lazy("time of an entry", "Time"),
            value=lambda item: item.proposed_at.isoformat(),
        ),
    )
    file_name = "personal-data"
    empty = _("No pending proposals. Proposals are made from the history of a record.")
    counted = False

    @override
    def get_queryset(self) -> QuerySet[Redaction]:
        return queries.visible_redactions(self.reader).waiting()


class RedactionDetail(DetailPage[Redaction]):
    """A redaction: its values, its reason and what became of it."""

    template_name = "portal/redaction.html"
    permission = "kernel.propose_redaction"
    title = _("Proposal to erase personal data")
    actions: ClassVar = {
        "decide_redaction": DecideRedaction,
        "withdraw_redaction": WithdrawRedaction,
    }

    @override
    def get_object(self) -> Redaction:
        return queries.visible_redaction(self.kwargs["key"], self.reader)

    @override
    def get_trail(self) -> list[parts.Link]:
        return [parts.Link(RedactionList.title, reverse("redactions")), parts.Link(self.title)]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "values": personal_values.values_to_empty(self.object),
            "count": self.object.asked_for.count(),
            "is_own": self.object.proposed_by_id == self.actor.person.pk,
        }
