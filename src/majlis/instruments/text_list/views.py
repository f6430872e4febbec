"""The list of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.instruments.models import Instrument
from majlis.instruments.text_list import queries
from majlis.instruments.text_list.forms import TextFilterForm
from majlis.instruments.text_list.tables import COLUMNS, ListedText
from majlis.kit.list_page import ListPage


class TextList(ListPage[Instrument, ListedText]):
    """The held texts."""

    template_name = "instruments/text_list/list.html"
    title = _("Texts")
    lead = _(
        "What conferences and councils adopted, what is proposed to them, and how it changed from one meeting to the next."
    )
    columns = COLUMNS
    sort = "-year"
    file_name = "texts"
    empty = _("No text is kept here yet.")
    no_match = _(
        "No text is found so. Write fewer words, write the symbol as the text has it, or take a filter away."
    )
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
        return ngettext("%(n)s text", "%(n)s texts", total)
