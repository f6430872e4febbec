"""What happens after an import is published: the background work on its texts, and the next step of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, override

from django.db.models import Q
from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext, pgettext_lazy

from majlis.instruments.citations.names import EXCERPT_LENGTH, instrument_symbol
from majlis.instruments.extension_points import next_step_links, sections
from majlis.instruments.imports import queries
from majlis.instruments.imports.preview import import_trail
from majlis.instruments.lifecycle import PUBLISHED
from majlis.instruments.models import Import, Version
from majlis.kernel.work import KINDS, work_of
from majlis.kit.page import Page
from majlis.kit.work import work_steps
from majlis.look import formats, parts


def published_versions(imported: Import) -> list[Version]:
    """The versions that an import published and that are not withdrawn, with those reconstructed from them."""
    published = imported.destinations.exclude(result=None).values("result")
    versions = Version.objects.filter(
        Q(pk__in=published) | Q(reconstructed_from__in=published), record__withdrawal=None
    )
    rows = versions.select_related("record", "instrument__record")
    return list(rows.prefetch_related("instrument__record__wordings").order_by("pk"))


def text_links(versions: Sequence[Version]) -> SafeString:
    """Links to the texts of versions, each once."""
    newest = {each.instrument_id: each for each in versions if each.reconstructed_from_id is None}
    links = (
        format_html(
            '<a href="{}"><bdi>{}</bdi></a>',
            each.get_absolute_url(),
            instrument_symbol(each.instrument, EXCERPT_LENGTH),
        )
        for each in newest.values()
    )
    separator = formats.list_separator(get_language() or "en")
    return format_html_join(separator, "{}", ((link,) for link in links))


class ImportProgress(Page):
    """How far the background work on the texts of a published import is, and what a person does next."""

    template_name = "instruments/imports/progress.html"
    permission = "instruments.upload_import"
    title = pgettext_lazy("import of a text", "Next steps")

    @cached_property
    def imported(self) -> Import:
        """The import, which is published. Raises Http404."""
        key = self.kwargs["key"]
        imported = queries.import_list(self.reader, PUBLISHED).filter(pk=key).first()
        if imported is None:
            raise Http404(str(key))
        return imported

    @override
    def get_lead(self) -> SafeString:
        return format_html("<bdi>{}</bdi>", self.imported.name)

    @override
    def get_trail(self) -> list[parts.Link]:
        return import_trail(self.imported, str(self.title))

    def get_steps(self, versions: Sequence[Version]) -> list[parts.WorkStep]:
        """The publication and the work on the texts; what the queue no longer keeps is done."""
        instruments = {each.instrument_id: each.instrument for each in versions}
        works = work_of(*versions, *instruments.values())
        links = next_step_links(self.request, versions)
        steps = [
            replace(step, link=links.pop(step.code, None)) for step in work_steps(self.actor, works)
        ]
        names = {kind.code: kind.name for kind in KINDS.values()}
        steps += [
            parts.WorkStep(code, names[code], "done", link=link) for code, link in links.items()
        ]
        published = parts.WorkStep(
            "published",
            npgettext("background work", "Text published", "Texts published", len(instruments)),
            "done",
            subject=text_links(versions),
            at=self.imported.ended_at,
        )
        return [published, *steps]

    @override
    def get_context_data(self) -> dict[str, Any]:
        versions = published_versions(self.imported)
        return {
            **super().get_context_data(),
            "import": self.imported,
            "steps": self.get_steps(versions) if versions else [],
            "panels": sections("published", self.request, versions) if versions else [],
        }
