"""The list of inactive mandates, and the form in which a lead confirms activity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, override

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.columns import Column
from majlis.kit.filters import ListFilters
from majlis.kit.trails import links_to, trail_to
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.core import table
from majlis.mandates.core.pages import Correction
from majlis.mandates.core.rows import MandateRow, visible_row
from majlis.mandates.inactivity import actions, queries, tables
from majlis.mandates.inactivity.forms import ActivityForm
from majlis.mandates.inactivity.queries import InactiveMandate
from majlis.mandates.inactivity.tables import InactiveRow
from majlis.mandates.models import InactivityNotice, Mandate
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.pages import CoveredList
from majlis.mandates.register.tables import PAGE_SIZE

TITLE = _("No activity recorded for some time")


class InactiveList(CoveredList[InactiveMandate, InactiveRow]):
    """The inactive mandates, each with the answer of its lead."""

    template_name = "mandates/inactivity/list.html"
    paginate_by = PAGE_SIZE
    title = TITLE
    columns = (
        Column("mandate", pgettext_lazy("mandate", "Requested action"), tables.mandate_cell),
        Column(
            "number",
            pgettext_lazy("number of a record", "Number"),
            value=lambda row: row.mandate.slug,
        ),
        Column(
            "place",
            pgettext_lazy("column of a table", "Provision"),
            value=lambda row: table.provision_label(row.line),
        ),
        Column(
            "lead",
            pgettext_lazy("mandate", "Lead entity"),
            lambda row: (
                table.entity_links([row.line.lead]) if row.line.lead else _("no lead named")
            ),
            lambda row: row.line.lead.slug if row.line.lead else "",
            meaning=pgettext_lazy("column of a table", "entity identifier"),
        ),
        Column(
            "force",
            pgettext_lazy("mandate", "Force"),
            lambda row: table.force_label(row.mandate.force),
            lambda row: row.mandate.force,
        ),
        Column(
            "since",
            _("No activity recorded since"),
            lambda row: date(row.last_activity),
            lambda row: row.last_activity,
            meaning=_("according to Majlis; work may have continued"),
        ),
        Column(
            "told",
            pgettext_lazy("lead of a mandate", "Notified"),
            value=lambda row: "yes" if row.notice else "",
            meaning=_("yes if the lead was notified"),
        ),
        Column(
            "answer_by",
            pgettext_lazy("lead of a mandate", "Reply due"),
            value=lambda row: row.notice_value("answer_by"),
        ),
        Column(
            "reply",
            _("Reply from the lead"),
            tables.answer_cell,
            lambda row: row.notice_value("reply"),
            meaning=", ".join(InactivityNotice.Reply.values),
        ),
        Column("answer", _("Text of the reply"), value=lambda row: row.notice_value("answer")),
        Column(
            "language",
            pgettext_lazy("language", "Language"),
            value=lambda row: row.notice_value("language") if row.notice_value("answer") else "",
            meaning=_("language code of the reply"),
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda row: row.mandate.get_absolute_url().lstrip("/").partition("/")[2],
        ),
    )
    file_name = "mandates-quiet"
    empty = no_match = _("No inactive mandates.")

    @override
    def get_filter_form(self) -> ListFilters:
        return RegisterForm(self.reader, self.request.GET)

    @override
    def get_lead(self) -> str:
        years = settings.MAJLIS_QUIET_YEARS
        return ngettext(
            "Mandates in force without recorded activity for %(n)s year or longer. Work "
            "may have continued.",
            "Mandates in force without recorded activity for %(n)s years or longer. Work "
            "may have continued.",
            years,
        ) % {"n": formats.number(years, self.language)}

    @override
    def get_queryset(self) -> QuerySet[InactiveMandate]:
        return queries.visible_inactive_mandates(self.reader, self.filters, clock.today())

    @override
    def get_rows(self, items: Sequence[InactiveMandate]) -> list[InactiveRow]:
        by_key = {each.pk: each for each in items}
        answerable = self.answerable(items)
        return [
            InactiveRow(line, by_key[line.mandate.pk], line.mandate.pk in answerable)
            for line in register_queries.page_rows(self.reader, items, self.language)
        ]

    def answerable(self, items: Sequence[InactiveMandate]) -> set[int]:
        """The keys of those mandates for which the reader may answer."""
        keys = {each.pk for each in items}
        if is_secretariat.test(self.reader):
            return keys
        if not self.reader.is_authenticated or not keys:
            return set()
        led = Mandate.objects.filter(queries.led_by_user(self.reader), pk__in=keys)
        return set(led.values_list("pk", flat=True))

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of mandates", "%(n)s mandate", "%(n)s mandates", total)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "days": settings.MAJLIS_DAYS_TO_ANSWER}


class ConfirmActivity(Correction[InactivityNotice]):
    """The form in which a lead answers whether an inactive mandate goes on."""

    template_name = "mandates/inactivity/confirm.html"
    verb = actions.confirm_activity
    form_class = ActivityForm
    title = _("Is the mandate still active?")
    button = phrases.SAVE
    done = _("Reply saved. The secretariat has been notified.")

    @override
    def get_target(self) -> InactivityNotice:
        rows = InactivityNotice.objects.filter(
            pk=self.kwargs["key"],
            mandate__lead=F("entity"),
            mandate__in=Mandate.objects.visible_to(self.reader),
        ).select_related(
            "mandate__record",
            "mandate__lead__body__record",
            "mandate__lead__organisation__record",
        )
        notice = rows.first()
        # Until the deadline only the lead may know of a notice, so others get 404 (the page offers to sign in).
        if notice is None or not may(self.actor, self.verb_key(), notice):
            raise Http404(str(self.kwargs["key"]))
        return notice

    @cached_property
    def row(self) -> MandateRow:
        """The mandate of the notice. Raises Http404."""
        row = visible_row(self.reader, self.target.mandate.slug, self.language)
        if row is None:
            raise Http404
        return row

    @override
    def get_cancel_url(self) -> str:
        lead = self.target.mandate.lead
        return f"{reverse('mandates:inactive')}?lead={lead.slug}" if lead else ""

    @override
    def get_trail(self) -> list[parts.Link]:
        register = links_to(CoveredList.parents)
        mandate = trail_to(self.mandate)[-1]
        return [*register, parts.Link(TITLE, self.get_cancel_url()), mandate]
