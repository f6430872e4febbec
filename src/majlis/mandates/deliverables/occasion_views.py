"""Pages of sessions: the list, and the forms that add, correct and withdraw one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, CreateAction
from majlis.kit.columns import Column
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.look import parts
from majlis.mandates.core import display
from majlis.mandates.core.forms import current_values, wordings_of_field
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.pages import Withdrawal
from majlis.mandates.core.sessions import NamedOccasion, occasion_name, occasion_rows
from majlis.mandates.deliverables import forms, steps
from majlis.mandates.models import Occasion

PARENTS = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)


class OccasionPage(Page):
    """A page below the list of sessions."""

    base_template = "mandates/base.html"
    parents = (*PARENTS, (_("Sessions and dates"), "mandates:occasions"))

    @override
    def get_object_above(self) -> None:
        return None

    def get_cancel_url(self) -> str:
        """The list of sessions."""
        return reverse("mandates:occasions")


def occasion_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of a session from those of its form."""
    names = {code: name.strip() for code, name in wordings_of_field(data, "name").items()}
    values = {name: value for name, value in data.items() if not name.startswith("name_")}
    return values | {"names": {code: name for code, name in names.items() if name}}


class AddOccasion(OccasionPage, CreateAction):
    """Add a session of an entity."""

    verb = steps.add_occasion
    form_class = forms.AddOccasionForm
    title = pgettext_lazy("button", "Add session")

    @override
    def do(self, data: dict[str, Any]) -> Occasion:
        return steps.add_occasion(self.actor, data.pop("entity"), **occasion_values(data))


class OccasionAction(OccasionPage, ActionPage[Occasion]):
    """An action on a session."""

    @override
    def get_target(self) -> Occasion:
        return self.occasion

    @cached_property
    def occasion(self) -> NamedOccasion:
        """The session with the name of its entity. Raises Http404."""
        return get_object_or_404(occasion_rows(self.language), pk=self.kwargs["key"])

    @override
    def get_lead(self) -> str:
        return occasion_name(self.occasion)


class ChangeOccasion(OccasionAction):
    """Correct a session; the due dates that depend on it follow."""

    verb = steps.change_occasion
    form_class = forms.ChangeOccasionForm
    title = pgettext_lazy("button", "Correct session")
    button = phrases.SAVE_CORRECTION

    @override
    def lock(self) -> None:
        lock_mandates(steps.waiting_mandates(self.target))

    @override
    def get_current(self) -> dict[str, Any]:
        values = current_values(self.target, forms.ChangeOccasionForm.base_fields, self.language)
        names = self.target.names
        return values | {f"name_{code}": names.get(code, "") for code in LANGUAGE_CODES}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return occasion_values(data)


class WithdrawOccasion(Withdrawal[Occasion], OccasionAction):
    """Withdraw a session that was added by mistake."""

    verb = steps.withdraw_occasion
    title = pgettext_lazy("button", "Withdraw session")


class OccasionList(ListPage[Occasion, NamedOccasion]):
    """The sessions of entities with their dates."""

    base_template = "mandates/base.html"
    parents = PARENTS
    paginate_by = 50
    title = _("Sessions and dates")
    lead = _(
        "Deliverables are due at their session; without a session date, they cannot become overdue."
    )
    columns = (
        Column("session", pgettext_lazy("mandates", "Session"), occasion_name),
        Column(
            "dates",
            pgettext_lazy("calendar dates", "Dates"),
            lambda row: display.period_text(row.date, row.until) or _("date to be set"),
        ),
        Column("source", pgettext_lazy("source of information", "Source"), lambda row: row.source),
    )
    actions: ClassVar = {"mandates:add_occasion": AddOccasion}
    links = ((_("Steps out of sequence"), "mandates:conflicts"),)
    empty = _("No sessions yet.")

    @override
    def get_queryset(self) -> QuerySet[Occasion]:
        return occasion_rows(self.language)

    @override
    def get_columns(self) -> Sequence[Column[NamedOccasion]]:
        if not AddOccasion.is_offered(self.actor, None):
            return self.columns
        links = Column[NamedOccasion](
            "links", pgettext_lazy("column of a table", "Actions"), occasion_links
        )
        return [*self.columns, links]


def occasion_links(occasion: NamedOccasion) -> SafeString:
    """Links to correct and to withdraw a session."""
    kwargs = {"key": occasion.pk}
    return display.row_links(
        occasion_name(occasion),
        parts.Link(pgettext("verb", "correct"), reverse("mandates:change_occasion", kwargs=kwargs)),
        parts.Link(
            pgettext("verb", "withdraw"), reverse("mandates:withdraw_occasion", kwargs=kwargs)
        ),
    )
