"""The list of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.instruments.models import Instrument
from majlis.instruments.text_list import queries
from majlis.instruments.text_list.forms import TextFilterForm
from majlis.instruments.text_list.tables import COLUMNS, ListedText
from majlis.kit.list_page import ListPage


class TextList(ListPage[Instrument, ListedText]):
    """The held texts."""

    template_name = "instruments/text_list/list.html"
    title = pgettext_lazy("documents", "Texts")
    lead = _(
        "Texts adopted by or proposed to conferences and councils, with textual changes over time."
    )
    columns = COLUMNS
    sort = "-year"
    file_name = "texts"
    empty = _("No texts yet.")
    no_match = _("No matching texts. Use fewer words or the exact symbol, or remove a filter.")
    show_all = _("Show all texts")

    @override
    def get_filter_form(self) -> TextFilterForm:
        return TextFilterForm(self.request.GET, reader=self.reader)

    @override
    def get_queryset(self) -> QuerySet[Instrument]:
        return queries.find_texts(self.reader, self.filters).select_related("record")

    @override
    def get_rows(self, items: Sequence[Instrument]) -> list[ListedText]:
        texts = queries.with_list_details(items, self.reader)
        return [ListedText(each, queries.listed_version(each, self.filters)) for each in texts]

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of texts", "%(n)s text", "%(n)s texts", total)
