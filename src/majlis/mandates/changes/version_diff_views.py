"""The page that compares the mandates of two versions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, override

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from majlis.instruments.citations.names import (
    comparison_url,
    full_version_name,
    pair_url,
    version_url,
)
from majlis.instruments.comparisons.queries import versions_at, versions_between
from majlis.instruments.models import Version
from majlis.kit.columns import Column, page_table
from majlis.kit.table_page import TablePage
from majlis.look import parts
from majlis.mandates.changes import version_diff as queries
from majlis.mandates.changes import version_diff_tables as tables
from majlis.mandates.changes.comparison_panel import findings_urls
from majlis.mandates.changes.version_diff import DiffRow
from majlis.mandates.register.pages import CoveredPage


class VersionDiffPage(CoveredPage, TablePage[DiffRow]):
    """The mandates of two versions compared: changed, new and ended ones first, with the share unchanged."""

    template_name = "mandates/changes/version_diff.html"
    title = _("Changes to mandates")
    paginate_by = 50
    file_name = "mandates-between"

    @cached_property
    def versions(self) -> tuple[Version, Version]:
        """The earlier and the later version. Raises Http404."""
        try:
            return versions_at(self.reader, **self.kwargs)
        except Version.DoesNotExist:
            raise Http404(str(self.kwargs)) from None

    @cached_property
    def diff(self) -> queries.VersionDiff:
        """The mandates of the two versions."""
        return queries.version_diff(*self.versions)

    @cached_property
    def proposed(self) -> bool:
        """Whether the changes are only proposed."""
        return tables.is_proposed(self.versions[1])

    @override
    def get_rows(self) -> list[DiffRow]:
        return self.diff.rows

    @override
    def get_columns(self) -> Sequence[Column[DiffRow]]:
        return tables.diff_columns(proposed=self.proposed)

    def comparison_url(self) -> str:
        """The address of the comparison of the whole versions."""
        return comparison_url(*self.versions)

    @override
    def get_trail(self) -> list[parts.Link]:
        after = self.versions[1]
        return [
            parts.Link(full_version_name(after), version_url(after)),
            parts.Link(
                pgettext_lazy("comparison of versions", "Comparison"), self.comparison_url()
            ),
            parts.Link(pgettext_lazy("page", "Mandates")),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        context, (before, after) = super().get_context_data(), self.versions
        groups = []
        for what, rows in groupby(context["rows"], key=lambda row: row.what):
            heading = tables.change_heading(what, proposed=self.proposed)
            groups.append((what, heading, page_table(self.get_columns(), rows, heading)))
        return {
            **context,
            "old_name": full_version_name(before),
            "new_name": full_version_name(after),
            "old_url": version_url(before),
            "new_url": version_url(after),
            "compared": self.comparison_url(),
            "would": self.proposed,
            "figures": tables.diff_summary(
                self.diff,
                proposed=self.proposed,
                findings_urls=findings_urls(self.actor, self.versions),
            ),
            "groups": groups,
        }


@require_safe
def version_diff_by_keys(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Redirect a former address, by keys of versions, to the permanent one with the same query."""
    try:
        before, after = versions_between(request.user, old, new)
    except Version.DoesNotExist:
        raise Http404(f"{old} {new}") from None
    url = pair_url("mandates:version_diff", before, after)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url, permanent=True)
