"""The page of background work: what the worker does, what waits, and what has failed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, override
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django_tasks_db.models import DBTaskResult

from majlis.kernel.models import User
from majlis.kernel.work import Work, WorkKind, failed_work, running_work, waiting_work
from majlis.kit.action_page import ButtonAction
from majlis.kit.columns import Column, page_table
from majlis.kit.page import Page, StrOrPromise
from majlis.kit.work import subject_links, work_step
from majlis.look import formats, parts
from majlis.look.templatetags.look import moment, number
from majlis.site import actions

TITLE = pgettext_lazy("page", "Background work")
MAX_NAMES = 3
"""Objects that a line of waiting work names."""
MAX_FAILED = 50


@dataclass(frozen=True)
class WaitingWork:
    """Waiting tasks of one kind, and what the first of them are about."""

    kind: WorkKind
    works: list[Work]
    subject: StrOrPromise


class RetryWork(ButtonAction[DBTaskResult[Any, Any]]):
    """Run failed work again."""

    verb = actions.retry_work
    title = pgettext_lazy("button", "Try again")
    done = _("The work will start again shortly.")
    parents = ((TITLE, "background_work"),)

    @override
    def get_target(self) -> DBTaskResult[Any, Any]:
        key: UUID = self.kwargs["key"]
        return get_object_or_404(DBTaskResult, pk=key)

    @override
    def get_cancel_url(self) -> str:
        return parts.return_address(self.request, reverse("background_work"))


class BackgroundWork(Page):
    """Running, failed and waiting work, by what it is for people."""

    template_name = "site/background_work.html"
    title = TITLE
    lead = _("Work that continues after a page was left: findings, search, editions, emails.")
    permission = "site.retry_work"
    columns = (
        Column[WaitingWork](
            "work", pgettext_lazy("background work", "Work"), lambda row: row.kind.name
        ),
        Column[WaitingWork](
            "about", pgettext_lazy("background work", "Subject"), lambda row: row.subject
        ),
        Column[WaitingWork](
            "count",
            pgettext_lazy("background work", "Waiting"),
            lambda row: number(len(row.works)),
            number=True,
        ),
        Column[WaitingWork](
            "since",
            pgettext_lazy("background work", "Waiting since"),
            lambda row: moment(min(work.enqueued_at for work in row.works)),
        ),
    )

    @cached_property
    def running(self) -> list[Work]:
        """What the worker does now."""
        return running_work()

    @cached_property
    def failed(self) -> list[Work]:
        """What has failed."""
        return failed_work()[:MAX_FAILED]

    @cached_property
    def waiting(self) -> list[list[Work]]:
        """What waits, by kind."""
        groups: dict[str, list[Work]] = {}
        for work in waiting_work():
            groups.setdefault(work.kind.path, []).append(work)
        return list(groups.values())

    @cached_property
    def links(self) -> dict[tuple[str, int], parts.Link]:
        """Links to what the page names."""
        named = [work for group in self.waiting for work in group[:MAX_NAMES]]
        return subject_links(self.reader, [*self.running, *self.failed, *named])

    @cached_property
    def people(self) -> dict[int, User]:
        """Who asked for work."""
        keys = {work.started_by for work in [*self.running, *self.failed]} - {None}
        return User.objects.in_bulk(keys)

    def subject(self, works: list[Work]) -> StrOrPromise:
        """What some works are about, and who asked for it if it is one; empty if that says nothing."""
        names: list[SafeString] = []
        for work in works[:MAX_NAMES]:
            if work.kind.describe is not None:
                names.append(format_html("{}", work.kind.describe(*work.arguments)))
            for key in work.subjects:
                if link := self.links.get((work.kind.about, key)):
                    names.append(format_html('<a href="{}">{}</a>', link.url, link.label))
        person = self.people.get(works[0].started_by or 0) if len(works) == 1 else None
        if person is not None:
            names.append(format_html("<bdi>{}</bdi>", person))
        separator = formats.list_separator(self.language)
        words = format_html_join(separator, "{}", ((name,) for name in names))
        if len(works) > MAX_NAMES and names:
            others = len(works) - MAX_NAMES
            more = ngettext("and %(n)s more task", "and %(n)s more tasks", others)
            return format_html("{} {}", words, more % {"n": number(others)})
        return words

    def step(self, work: Work) -> parts.WorkStep:
        """One task as a step."""
        return replace(work_step(self.actor, [work]), subject=self.subject([work]))

    @override
    def get_context_data(self) -> dict[str, Any]:
        rows = [WaitingWork(group[0].kind, group, self.subject(group)) for group in self.waiting]
        return {
            **super().get_context_data(),
            "running": [self.step(work) for work in self.running],
            "failed": [self.step(work) for work in self.failed],
            "waiting": page_table(self.columns, rows, self.get_title()) if rows else None,
        }
