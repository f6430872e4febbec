"""The one authoritative number of a document, and the symbol that is made of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.documents.core.body_rules import rules_of
from majlis.documents.core.symbols import Symbol, SymbolForms, meeting_part
from majlis.documents.models import Document, Series
from majlis.events.models import Meeting
from majlis.kernel.errors import WrongState
from majlis.kernel.numbering import next_number


def number_series(meeting: Meeting, series: Series) -> str:
    """The key of the numbers of a series of documents at a meeting, in ``kernel.numbering``."""
    return f"documents:{meeting.pk}:{series.pk}"


def allot_number(document: Document) -> None:
    """Give a document the next number of its meeting and series, and its symbol; the caller saves it.

    Call it inside a verb, as its last step: the series stays locked until the transaction ends, and a number is
    given out again only if all of the verb is rolled back. A document that has a number keeps it. Raises WrongState
    if the symbol belongs to another document already.
    """
    if document.number is not None:
        return
    meeting, series = document.meeting, document.series
    number = next_number(number_series(meeting, series))
    forms = SymbolForms.of(rules_of(meeting.body))
    symbol = forms.format(Symbol(meeting_part(meeting), number, series.code))
    if Document.objects.filter(symbol=symbol).exists():
        raise WrongState(
            _("The symbol %(symbol)s belongs to another document.") % {"symbol": symbol},
            _("Change the form of symbols in the body’s rules, then try again."),
        )
    document.number, document.symbol = number, symbol
