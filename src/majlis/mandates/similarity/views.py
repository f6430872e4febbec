"""Pages of related mandates: the list of pairs, and one pair side by side."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from majlis.kernel import clock, downloads
from majlis.kernel.actor import Actor
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.pagination import paginate
from majlis.kernel.verbs import may
from majlis.kit import filters
from majlis.look import formats, parts
from majlis.mandates.core.display import decider_label
from majlis.mandates.core.form_handling import refresh_token
from majlis.mandates.lifecycle import JUDGED
from majlis.mandates.models import RelatedPair
from majlis.mandates.register import coverage_tables
from majlis.mandates.similarity import actions, queries, tables
from majlis.mandates.similarity.forms import JudgementForm, PairFilters

PAIRS_PER_PAGE = 25
PAIR_FIELDS = (
    Field("first", gettext_lazy("One")),
    Field("second", gettext_lazy("The other")),
    Field("likeness", gettext_lazy("Likeness"), gettext_lazy("0 to 1, by machine")),
    Field("method", gettext_lazy("Method")),
    Field(
        "state",
        gettext_lazy("State"),
        gettext_lazy("proposed: nobody has looked at it"),
    ),
    Field("judgement", gettext_lazy("Judgement of a person")),
    Field("reason", gettext_lazy("Why")),
    Field("function", gettext_lazy("How they differ in function")),
    Field("place", gettext_lazy("How they differ in place")),
    Field("judged_at", gettext_lazy("Judged on")),
)


@require_safe
def pair_list(request: HttpRequest) -> HttpResponseBase:
    """List pairs of mandates that may be related."""
    form = PairFilters(queries.pair_addressees(request.user, tables.page_language()), request.GET)
    filter_values = form.filter_values()
    pairs = queries.filtered_pairs(request.user, **filter_values)
    if downloads.requested_format(request):
        return downloads.download_response(request, pair_sheet(pairs))
    page = paginate(pairs, PAIRS_PER_PAGE, request.GET.get("page"))
    total = page.paginator.count
    count_text = ngettext("%(n)s pair", "%(n)s pairs", total) % {
        "n": formats.number(total, tables.page_language())
    }
    download_links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    rows = list(page.object_list)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            count_text, filters.active_filters(request, form), download_links
        ),
        "table": tables.pair_table(
            rows, queries.rows_of_pairs(request.user, rows, tables.page_language())
        ),
        "reach": coverage_tables.coverage_line(request.user),
        "cut": parts.page_links(request, page),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Related mandates")),
        ],
    }
    return render(request, "mandates/similarity/pairs.html", context)


def pair_sheet(pairs: Any) -> Sheet:
    """Pairs as a sheet; it does not name who judged them."""
    rows = (
        (
            each.first.slug,
            each.second.slug,
            round(each.score, 4),
            each.method,
            each.state,
            each.judgement,
            each.reason,
            each.function,
            each.place,
            clock.date_of(each.judged_at) if each.judged_at else "",
        )
        for each in pairs.select_related("first", "second")[: downloads.MAX_ROWS]
    )
    return Sheet("related-mandates", _("Related mandates"), PAIR_FIELDS, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def pair_detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show two mandates side by side, with the form to judge them."""
    pair = queries.visible_pair(request.user, key)
    if pair is None:
        raise Http404(key)
    actor = Actor.of(request)
    verb = "rejudge_pair" if pair.state == JUDGED else "judge_pair"
    form, status = JudgementForm(initial=_initial_judgement(pair)), 200
    if request.method == "POST":
        form = JudgementForm(request.POST)
        status = _apply_judgement(actor, pair, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("What you said of the two is kept, with your reason."))
            return redirect(request.get_full_path())
        if status == WrongState.status:
            pair = queries.visible_pair(request.user, key) or pair
            verb = "rejudge_pair" if pair.state == JUDGED else "judge_pair"
            refresh_token(form, JudgementForm(initial=_initial_judgement(pair)))
    context = _pair_context(request, pair) | {
        "pair": pair,
        "said": tables.pair_state_text(pair),
        "likeness": tables.similarity_text(pair.score),
        "reason_direction": direction(pair.language) if pair.language else "",
        "judged": pair.state == JUDGED,
        "judged_by": decider_label(bool(getattr(pair, "office", False))),
        "form": form if may(actor, f"mandates.{verb}", pair) else None,
        "trail": [
            parts.Link(_("Related mandates"), reverse("mandates:related")),
            parts.Link(
                f"{pair.first.slug}{formats.list_separator(tables.page_language())}{pair.second.slug}"
            ),
        ],
    }
    return render(request, "mandates/similarity/pair.html", context, status=status)


def _initial_judgement(pair: RelatedPair) -> dict[str, Any]:
    """The current judgement as initial values; ``seen`` identifies it."""
    if pair.judged_at is None:
        return {}
    judgement = {name: getattr(pair, name) for name in ("judgement", "reason", "function", "place")}
    return judgement | {"seen": pair.judged_at.isoformat()}


def _apply_judgement(actor: Actor, pair: RelatedPair, form: JudgementForm) -> int:
    """Save the judgement and return 302, or add the fault to the form and return its status. Raises Refused."""
    judgement = dict(form.cleaned_data)
    seen = _parsed_moment(judgement.pop("seen"))
    try:
        # A user who saw no judgement makes the first one; if there is one now, it is a WrongState.
        if seen is None:
            actions.judge_pair(actor, pair, **judgement)
        else:
            actions.rejudge_pair(actor, pair, seen=seen, **judgement)
    except InvalidInput as fault:
        for name, message in fault.faults.items():
            form.add_error(name or None, str(message))
        return fault.status
    except WrongState as fault:
        form.add_error(None, str(fault))
        return fault.status
    return 302


def _parsed_moment(text: str) -> datetime.datetime | None:
    try:
        return parse_datetime(text) if text else None
    except ValueError:
        return None


def _pair_context(request: HttpRequest, pair: RelatedPair) -> dict[str, Any]:
    """The context of the two, in the reader's language and a second one (``?beside=``; else the original)."""
    language = tables.page_language()
    mandate_rows = queries.rows_of_pairs(request.user, [pair], language)
    wordings = queries.pair_wordings(pair)
    languages = {code for each in wordings.values() for code in each}
    beside = request.GET.get("beside", "")
    sides = []
    for mandate in (pair.first, pair.second):
        wordings_of_mandate = wordings[mandate.pk]
        second_language = (
            beside if beside in wordings_of_mandate else next(iter(wordings_of_mandate), language)
        )
        shown_languages = list(dict.fromkeys([language, second_language]))
        sides.append(
            tables.pair_side(
                mandate, mandate_rows[mandate.pk], wordings_of_mandate, shown_languages
            )
        )
    return {
        "sides": sides,
        "languages": [
            (parts.with_query(request, beside=code), LANGUAGES_BY_CODE[code], code == beside)
            for code in LANGUAGES_BY_CODE
            if code in languages and code != language
        ],
    }
