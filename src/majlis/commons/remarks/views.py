"""Pages of remarks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.commons.remarks import actions, feeds, queries
from majlis.commons.remarks.forms import AnswerForm, LogFilter, RemarkForm, WithholdForm
from majlis.commons.remarks.models import Answer, Remark
from majlis.commons.remarks.page_reference import (
    PageLabel,
    PageLabels,
    page_of_address,
    site_address,
)
from majlis.commons.remarks.queries import VisibleRemark
from majlis.kernel.actor import Actor
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, ButtonAction, CreateAction
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.look import parts
from majlis.look.templatetags import look

SUBMIT_LIMIT = RateLimit("remarks.submit_remark", 20, 3600)
LOG_TITLE = _("Public log of remarks")


def excerpt(visible: VisibleRemark) -> str:
    """The beginning of the text, if the reader sees it."""
    if not visible.is_text_visible:
        return ""
    words = Truncator(visible.remark.text).chars(120)
    return format_html('<span lang="{}" dir="auto">{}</span>', visible.remark.language, words)


def page_cell(visible: VisibleRemark) -> parts.Cell:
    """The page of a remark."""
    page = visible.page
    label = look.symbol(page.name) if page.is_address else look.foreign(page.name, page.language)
    return parts.Cell(label, page.url)


def state_cell(visible: VisibleRemark) -> parts.Cell:
    """The state of a remark, and what came of it."""
    remark = visible.remark
    kinds = {"waiting": "going", "answered": "met", "withheld": "ended"}
    kind = "late" if remark.is_late else kinds[remark.state]
    note = remark.get_why_display() if remark.state == "withheld" else ""
    if visible.answer is not None:
        note = visible.answer.get_outcome_display()
    return parts.Cell(look.state(kind, visible.state), note=note)


class RemarkLog(ListPage[Remark, VisibleRemark]):
    """The public log of remarks; a text that its reader may not see is empty."""

    template_name = "remarks/log.html"
    title = LOG_TITLE
    lead = _(
        "All remarks on errors or omissions, with replies. Their text is published once checked."
    )
    paginate_by = 30
    columns = (
        Column(
            "remark",
            pgettext_lazy("remark", "Remark"),
            lambda row: parts.Cell(str(row.remark), row.remark.get_absolute_url(), excerpt(row)),
        ),
        Column("number", pgettext_lazy("remark", "Number"), value=lambda row: row.remark.number),
        Column(
            "page", pgettext_lazy("page of the site", "Page"), page_cell, lambda row: row.page.name
        ),
        Column("address", _("Address of the page"), value=lambda row: row.page.url),
        Column(
            "said_on",
            _("Date of the remark"),
            lambda row: look.date(row.remark.made_at),
            lambda row: row.remark.made_at.date(),
        ),
        Column(
            "due",
            _("Due date of the reply"),
            lambda row: look.date(row.remark.due),
            lambda row: row.remark.due,
        ),
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            state_cell,
            lambda row: row.remark.state,
            meaning=_("one of these codes: waiting, answered, withheld"),
        ),
        Column(
            "late",
            pgettext_lazy("remark", "Overdue"),
            value=lambda row: int(row.remark.is_late or row.remark.was_answered_late),
            meaning=_("1 if the remark was not closed by its due date"),
        ),
        Column(
            "closed_on", _("Date of reply or withholding"), value=lambda row: row.remark.closed_on
        ),
        Column(
            "language",
            _("Language of the remark"),
            value=lambda row: row.remark.language if row.is_text_visible else "",
        ),
        Column(
            "text",
            _("Error or omission"),
            value=lambda row: row.remark.text if row.is_text_visible else "",
            meaning=_("blank until checked by the secretariat"),
        ),
        Column(
            "source",
            pgettext_lazy("remark", "Supporting source"),
            value=lambda row: row.remark.source if row.is_text_visible else "",
        ),
        Column(
            "why",
            _("Reason for withholding the text"),
            value=lambda row: row.remark.get_why_display(),
        ),
        Column(
            "outcome",
            pgettext_lazy("remark", "Outcome"),
            value=lambda row: row.answer.get_outcome_display() if row.answer else "",
        ),
        Column(
            "answer",
            pgettext_lazy("remark", "Reply"),
            value=lambda row: row.answer.text if row.answer else "",
        ),
        Column(
            "answer_language",
            _("Language of the reply"),
            value=lambda row: row.answer.language if row.answer else "",
        ),
    )
    filter_form = LogFilter
    file_name = "remarks"
    empty = _("No remarks yet.")
    no_match = _("No matching remarks.")

    @override
    def get_queryset(self) -> QuerySet[Remark]:
        about = site_address(self.filters["about"], self.request.get_host())
        remarks = queries.remark_log(self.reader, state=self.filters["state"], about=about or "")
        return remarks.none() if about is None else remarks

    @override
    def get_rows(self, items: Sequence[Remark]) -> Sequence[VisibleRemark]:
        return queries.visible_remarks(items, self.reader)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of remarks", "%(n)s remark", "%(n)s remarks", total)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The public log as an Atom feed, newest first."""
    remarks = queries.remark_log(AnonymousUser())[: atom.MAX_ENTRIES]
    entries = [feeds.feed_entry(each) for each in queries.visible_remarks(remarks, AnonymousUser())]
    return atom.feed_response(request, str(LOG_TITLE), reverse("remarks:log"), entries)


class SubmitRemark(CreateAction):
    """Report what is wrong or missing; no account is needed."""

    template_name = "remarks/new.html"
    verb = actions.submit_remark
    form_class = RemarkForm
    title = _("Report an error or omission")
    button = pgettext_lazy("button", "Send remark")
    parents = ((LOG_TITLE, "remarks:log"),)
    error_fields: ClassVar = {"address": "about"}
    drafts = False

    @override
    def get_lead(self) -> str:
        days = settings.MAJLIS_REMARK_DAYS
        return ngettext(
            "No account is needed. A public reply is given within %(n)s day.",
            "No account is needed. A public reply is given within %(n)s days.",
            days,
        ) % {"n": days}

    @override
    def get_form_options(self) -> dict[str, Any]:
        known = self.reader.is_authenticated
        client = "" if known else client_key(self.request)
        return {"host": self.request.get_host(), "known": known, "client": client}

    @override
    def get_initial(self) -> dict[str, Any]:
        about = site_address(self.request.GET.get("about", ""), self.request.get_host())
        return {"about": about or "", "language": self.language}

    @override
    def get_context_data(self) -> dict[str, Any]:
        context = super().get_context_data()
        given = str(self.sent_form.form["about"].value() or "")
        about = site_address(given, self.request.get_host()) or ""
        return context | {"about": about, "named_page": self.page_label(about)}

    def page_label(self, about: str) -> PageLabel | None:
        """The label of the page for the form; None if the page has only an address."""
        page = page_of_address(about, self.reader)
        if page.record is None and not page.place:
            return None
        remark = Remark(address=page.address, record=page.record, place=page.place)
        return PageLabels([remark], self.reader).label(remark)

    @override
    def do(self, data: dict[str, Any]) -> Remark:
        count_request(SUBMIT_LIMIT, client_key(self.request))
        given = actions.RemarkInput(address=data.pop("about"), **data)
        return actions.submit_remark(self.actor, given)

    @override
    def get_done(self, result: Remark) -> str:
        message = gettext("Remark No. %(number)s sent. The address of this page is permanent.")
        return message % {"number": result.number}

    @override
    def get_success_url(self, result: Remark) -> str:
        return result.get_absolute_url()


class RemarkAction(ActionPage[Remark]):
    """An action on a remark whose page the reader may see."""

    template_name = "remarks/action.html"

    @cached_property
    def visible(self) -> VisibleRemark:
        """The remark as its reader sees it; for others than moderators it has no such page."""
        visible = queries.find_remark(self.kwargs["number"], self.reader)
        if visible is None or not visible.can_answer:
            raise Http404
        return visible

    @override
    def get_target(self) -> Remark:
        return self.visible.remark

    @override
    def get_lead(self) -> StrOrPromise:
        return self.lead

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "seen": self.visible, "remark": self.target}


class AnswerRemark(RemarkAction):
    """Answer a remark."""

    verb = actions.answer_remark
    form_class = AnswerForm
    title = pgettext_lazy("button", "Publish reply")
    done = _("Reply published. The author is notified if an address was given.")

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.target.language}


class CorrectAnswer(RemarkAction):
    """Correct the answer to a remark."""

    verb = actions.correct_answer
    form_class = AnswerForm
    title = pgettext_lazy("button", "Correct reply")
    button = phrases.SAVE_CORRECTION
    done = AnswerRemark.done

    @override
    def get_current(self) -> dict[str, Any]:
        answer = self.target.answers.last() or Answer(language=self.target.language)
        return {"language": answer.language, "outcome": answer.outcome, "text": answer.text}


class WithholdRemark(RemarkAction):
    """Withhold the text of a remark."""

    verb = actions.withhold_remark
    form_class = WithholdForm
    title = button = pgettext_lazy("button", "Withhold text")
    lead = _(
        "Withhold only advertising, insults or personal data. Number, page, dates and "
        "reason remain public."
    )
    done = _("Text withheld. The reason is shown in the log.")

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}


class PublishRemark(ButtonAction[Remark], RemarkAction):
    """Publish the text before the answer."""

    verb = actions.publish_remark
    title = _("Publish text before replying")
    done = _("Text published. The reply is pending.")

    @classmethod
    @override
    def is_offered(cls, actor: Actor, target: Remark) -> bool:
        return not target.shown and bool(target.text) and super().is_offered(actor, target)


class RemarkDetail(DetailPage[Remark]):
    """A remark at its permanent URL: state, text and answers."""

    template_name = "remarks/detail.html"
    actions: ClassVar = {
        "remarks:answer": AnswerRemark,
        "remarks:correct": CorrectAnswer,
        "remarks:withhold": WithholdRemark,
        "remarks:publish": PublishRemark,
    }

    @cached_property
    def visible(self) -> VisibleRemark:
        """The remark as its reader sees it."""
        visible = queries.find_remark(self.kwargs["number"], self.reader)
        if visible is None:
            raise Http404
        return visible

    @override
    def get_object(self) -> Remark:
        return self.visible.remark

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "seen": self.visible, "remark": self.object}
