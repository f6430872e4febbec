"""The pages of related mandates: the list of pairs, and one pair side by side."""

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
from majlis.look import formats, parts
from majlis.mandates.core import filters
from majlis.mandates.core.display import decider_label
from majlis.mandates.core.form_handling import refresh_token
from majlis.mandates.lifecycle import JUDGED
from majlis.mandates.models import RelatedPair
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.similarity import actions, queries
from majlis.mandates.similarity import tables as shown
from majlis.mandates.similarity.forms import JudgementForm, PairFilters

PAIRS_A_PAGE = 25
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
    """Pairs of mandates that may be related."""
    form = PairFilters(queries.pair_addressees(request.user, shown.page_language()), request.GET)
    wanted = form.wanted()
    found = queries.filtered_pairs(request.user, **wanted)
    if downloads.requested_format(request):
        return downloads.download_response(request, pair_sheet(found))
    page = paginate(found, PAIRS_A_PAGE, request.GET.get("page"))
    total = page.paginator.count
    told = ngettext("%(n)s pair", "%(n)s pairs", total) % {
        "n": formats.number(total, shown.page_language())
    }
    ways = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    rows = list(page.object_list)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(told, filters.active_filters(request, form), ways),
        "table": shown.pair_table(
            rows, queries.rows_of_pairs(request.user, rows, shown.page_language())
        ),
        "reach": how_far.coverage_line(request.user),
        "cut": parts.page_links(request, page),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Related mandates")),
        ],
    }
    return render(request, "mandates/similarity/pairs.html", context)


def pair_sheet(found: Any) -> Sheet:
    """Pairs as data; no score of a person, and no name of one."""
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
        for each in found.select_related("first", "second")[: downloads.MAX_ROWS]
    )
    return Sheet("related-mandates", _("Related mandates"), PAIR_FIELDS, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def pair_detail(request: HttpRequest, key: int) -> HttpResponse:
    """Two mandates side by side; who may, says what they are."""
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
        "said": shown.pair_state_text(pair),
        "likeness": shown.similarity_text(pair.score),
        "reason_direction": direction(pair.language) if pair.language else "",
        "judged": pair.state == JUDGED,
        "judged_by": decider_label(bool(getattr(pair, "office", False))),
        "form": form if may(actor, f"mandates.{verb}", pair) else None,
        "trail": [
            parts.Link(_("Related mandates"), reverse("mandates:related")),
            parts.Link(
                f"{pair.first.slug}{formats.list_separator(shown.page_language())}{pair.second.slug}"
            ),
        ],
    }
    return render(request, "mandates/similarity/pair.html", context, status=status)


def _initial_judgement(pair: RelatedPair) -> dict[str, Any]:
    """Who judges anew begins with what is there, and sends back which judgement it was."""
    if pair.judged_at is None:
        return {}
    kept = {name: getattr(pair, name) for name in ("judgement", "reason", "function", "place")}
    return kept | {"seen": pair.judged_at.isoformat()}


def _apply_judgement(actor: Actor, pair: RelatedPair, form: JudgementForm) -> int:
    """Keep what was said, 302; else the status that says what was wrong, told on the form. Raises Refused."""
    given = dict(form.cleaned_data)
    seen = _parsed_moment(given.pop("seen"))
    try:
        # Who read no judgement judges for the first time: where there is one now, they are told.
        if seen is None:
            actions.judge_pair(actor, pair, **given)
        else:
            actions.rejudge_pair(actor, pair, seen=seen, **given)
    except InvalidInput as fault:
        for name, words in fault.faults.items():
            form.add_error(name or None, str(words))
        return fault.status
    except WrongState as fault:
        form.add_error(None, str(fault))
        return fault.status
    return 302


def _parsed_moment(given: str) -> datetime.datetime | None:
    try:
        return parse_datetime(given) if given else None
    except ValueError:
        return None


def _pair_context(request: HttpRequest, pair: RelatedPair) -> dict[str, Any]:
    """The two, in the reader's language and one beside it (``?beside=``; else the original)."""
    here = shown.page_language()
    lines = queries.rows_of_pairs(request.user, [pair], here)
    worded = queries.pair_wordings(pair)
    there = {code for each in worded.values() for code in each}
    beside = request.GET.get("beside", "")
    sides = []
    for mandate in (pair.first, pair.second):
        own = worded[mandate.pk]
        # The original, unless another language is asked for.
        other = beside if beside in own else next(iter(own), here)
        wanted = list(dict.fromkeys([here, other]))
        sides.append(shown.pair_side(mandate, lines[mandate.pk], own, wanted))
    return {
        "sides": sides,
        "languages": [
            (parts.with_query(request, beside=code), LANGUAGES_BY_CODE[code], code == beside)
            for code in LANGUAGES_BY_CODE
            if code in there and code != here
        ],
    }
