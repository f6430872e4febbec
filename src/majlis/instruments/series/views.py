"""The list of series, the page of a series, and the actions on it."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.instruments.citations.forms import TextLookupForm
from majlis.instruments.core.forms import changed_fields, changed_wordings, current_wordings
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.models import Instrument, Series
from majlis.instruments.series import actions, queries, tables
from majlis.instruments.series.forms import PERIOD_CHOICES, SeriesForm
from majlis.instruments.texts.action_pages import ReaderAction
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kernel.templatetags.majlis import said
from majlis.kit import phrases
from majlis.kit.action_page import ButtonAction
from majlis.kit.cells import record_link, title_text
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.look import parts
from majlis.look.templatetags.look import date, number

PERIOD_NAMES = dict(PERIOD_CHOICES)
PERIODS = {
    "item_period": _("Frequency of the agenda item"),
    "text_period": _("Frequency of adoption"),
    "report_period": _("Frequency of reporting"),
}
SERIES_TITLE = pgettext_lazy("texts, plural", "Series")


def series_or_404(reader: Reader, slug: str) -> Series:
    """The series at an address, if the reader may see it. Raises Http404."""
    try:
        return queries.series_at(reader, slug)
    except Series.DoesNotExist:
        raise Http404(slug) from None


class CreateSeries(ReaderAction[None]):
    """Create a series."""

    verb = actions.create_series
    form_class = SeriesForm
    title = pgettext_lazy("button", "Create series")
    done = _("Series created. Add texts to it.")
    parents = (
        (pgettext_lazy("documents", "Texts"), "instruments:texts"),
        (SERIES_TITLE, "instruments:series_list"),
    )

    @override
    def get_target(self) -> None:
        return None

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"titles": {code: data.pop(f"title_{code}") for code in LANGUAGE_CODES}, **data}

    @override
    def get_success_url(self, result: Series) -> str:
        return reverse("instruments:change_series", args=[result.slug])


class SeriesAction(ReaderAction[Series]):
    """An action on a series."""

    @override
    def get_target(self) -> Series:
        return series_or_404(self.reader, self.kwargs["slug"])


class ChangeSeries(SeriesAction):
    """Change names, body and periods of a series; add and remove texts."""

    template_name = "instruments/series/change.html"
    verb = actions.change_series
    form_class = SeriesForm
    title = pgettext_lazy("button", "Change series")
    button = phrases.SAVE_CHANGES
    done = pgettext_lazy("series of texts", "Series changed.")

    @override
    def get_current(self) -> dict[str, Any]:
        hide_bodies(self.reader, [self.target])
        periods = {name: getattr(self.target, name) for name in actions.PERIOD_FIELDS}
        titles = current_wordings(self.target, "title")
        return {**titles, "body": self.target.body_id, **periods}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        current, names = self.get_current(), ("body", *actions.PERIOD_FIELDS)
        return {
            "titles": changed_wordings(current, data, "title"),
            **changed_fields(current, data, names),
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "series": self.target,
            "texts": queries.texts_in(self.reader, self.target),
        }


class AddSeriesText(SeriesAction):
    """Put a text into a series."""

    verb = actions.set_series
    form_class = TextLookupForm
    title = _("Add text to series")
    done = _("Text added to the series.")

    @override
    def do(self, data: dict[str, Any]) -> Instrument:
        return actions.set_series(self.actor, data["text"], series=self.target)

    @override
    def get_success_url(self, result: Instrument) -> str:
        return reverse("instruments:change_series", args=[self.target.slug])


class RemoveSeriesText(ButtonAction[Instrument]):
    """Take a text out of a series."""

    verb = actions.set_series
    done = _("Text removed from the series.")

    @override
    def get_target(self) -> Instrument:
        texts = Instrument.objects.visible_to(self.reader).with_wordings()
        text: Instrument = get_object_or_404(texts, slug=self.kwargs["text"], held=True)
        return text

    @override
    def do(self, data: dict[str, Any]) -> Instrument:
        series = series_or_404(self.reader, self.kwargs["slug"])
        if self.target.series_id == series.pk:
            actions.set_series(self.actor, self.target, series=None)
        return self.target

    @override
    def get_cancel_url(self) -> str:
        return reverse("instruments:change_series", args=[self.kwargs["slug"]])


class SeriesList(ListPage[Series, Series]):
    """All series."""

    template_name = "instruments/series/list.html"
    title = SERIES_TITLE
    lead = _("Successive texts on one subject, such as a resolution revised over the years.")
    parents = ((pgettext_lazy("documents", "Texts"), "instruments:texts"),)
    paginate_by = 50
    columns = (
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda series: series.record.address,
        ),
        Column("series", pgettext_lazy("texts", "Series"), record_link),
        Column(
            "title",
            pgettext_lazy("title of a record", "Title"),
            value=title_text,
            meaning=_("in the language of the page, if available"),
        ),
        Column(
            "texts",
            pgettext_lazy("documents", "Texts"),
            lambda series: number(series.texts),
            lambda series: series.texts,
            number=True,
            meaning=_("number of items"),
        ),
        Column(
            "last",
            _("Date of latest text"),
            lambda series: date(series.last) or "—",
            lambda series: series.last or "",
        ),
        *(
            Column(
                name,
                label,
                value=attrgetter(name),
                meaning=_("ISO 8601 duration, for example: P2Y"),
            )
            for name, label in PERIODS.items()
        ),
    )
    file_name = "series"
    actions: ClassVar = {"instruments:create_series": CreateSeries}
    empty = _("No series yet.")

    @override
    def get_queryset(self) -> QuerySet[Series]:
        return queries.series_list(self.reader, self.language)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("series of texts", "%(n)s series", "%(n)s series", total)


class SeriesDetail(DetailPage[Series]):
    """A series: its editions, and what changed from one to the next."""

    template_name = "instruments/series/detail.html"
    actions: ClassVar = {
        "instruments:change_series": ChangeSeries,
        "instruments:add_series_text": AddSeriesText,
    }

    @override
    def get_object(self) -> Series:
        return series_or_404(self.reader, self.kwargs["slug"])

    @override
    def get_facts(self) -> list[parts.Fact]:
        series, body = self.object, self.object.body
        periods = [(label, getattr(series, name)) for name, label in PERIODS.items()]
        return [
            parts.Fact(
                pgettext_lazy("intergovernmental body", "Body"),
                said(body.say("title")) if body else _("not yet recorded"),
                body.get_absolute_url() if body else "",
            ),
            *(parts.Fact(label, PERIOD_NAMES.get(period, period)) for label, period in periods),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        versions = queries.versions_of(self.reader, self.object)
        editions = queries.editions(versions, self.language)
        return {
            **super().get_context_data(),
            "moments": [tables.edition_moment(each) for each in editions],
            "table": tables.edition_table(editions) if editions else None,
        }
