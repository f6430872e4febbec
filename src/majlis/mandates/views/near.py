"""Related pairs: the list, and one pair side by side with what a person says of it."""

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
from majlis.mandates import actions
from majlis.mandates.forms import filters
from majlis.mandates.forms.near import JudgeForm, PairsForm
from majlis.mandates.lifecycle import JUDGED
from majlis.mandates.models import RelatedPair
from majlis.mandates.queries import pairs as queries
from majlis.mandates.show import near as shown
from majlis.mandates.show import reach as how_far
from majlis.mandates.show.finding import office
from majlis.mandates.views.answers_taken import freshen

A_PAGE = 25
FIELDS = (
    Field("first", gettext_lazy("One")),
    Field("second", gettext_lazy("The other")),
    Field("likeness", gettext_lazy("Likeness"), gettext_lazy("0 to 1, by machine")),
    Field("method", gettext_lazy("Method")),
    Field("state", gettext_lazy("State"), gettext_lazy("proposed: nobody has looked at it")),
    Field("judgement", gettext_lazy("Judgement of a person")),
    Field("reason", gettext_lazy("Why")),
    Field("function", gettext_lazy("How they differ in function")),
    Field("place", gettext_lazy("How they differ in place")),
    Field("judged_at", gettext_lazy("Judged on")),
)


@require_safe
def related(request: HttpRequest) -> HttpResponseBase:
    """Pairs of mandates that may be related."""
    form = PairsForm(queries.actors(request.user, shown.here()), request.GET)
    wanted = form.wanted()
    found = queries.pairs(request.user, **wanted)
    if downloads.requested_format(request):
        return downloads.download_response(request, sheet(found))
    page = paginate(found, A_PAGE, request.GET.get("page"))
    total = page.paginator.count
    told = ngettext("%(n)s pair", "%(n)s pairs", total) % {"n": formats.number(total, shown.here())}
    ways = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    rows = list(page.object_list)
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(told, filters.shown(request, form), ways),
        "table": shown.pairs_table(rows, queries.lines_of(request.user, rows, shown.here())),
        "reach": how_far.of(request.user),
        "cut": parts.page_links(request, page),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Related mandates")),
        ],
    }
    return render(request, "mandates/related.html", about)


def sheet(found: Any) -> Sheet:
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
    return Sheet("related-mandates", _("Related mandates"), FIELDS, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def related_pair(request: HttpRequest, key: int) -> HttpResponse:
    """Two mandates side by side; who may, says what they are."""
    pair = queries.pair_at(request.user, key)
    if pair is None:
        raise Http404(key)
    actor = Actor.of(request)
    verb = "rejudge_pair" if pair.state == JUDGED else "judge_pair"
    form, status = JudgeForm(initial=_initial(pair)), 200
    if request.method == "POST":
        form = JudgeForm(request.POST)
        status = _judge(actor, pair, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("What you said of the two is kept, with your reason."))
            return redirect(request.get_full_path())
        if status == WrongState.status:
            pair = queries.pair_at(request.user, key) or pair
            verb = "rejudge_pair" if pair.state == JUDGED else "judge_pair"
            freshen(form, JudgeForm(initial=_initial(pair)))
    about = _both(request, pair) | {
        "pair": pair,
        "said": shown.found_by(pair),
        "likeness": shown.likeness(pair.score),
        "reason_direction": direction(pair.language) if pair.language else "",
        "judged": pair.state == JUDGED,
        "judged_by": office(bool(getattr(pair, "office", False))),
        "form": form if may(actor, f"mandates.{verb}", pair) else None,
        "trail": [
            parts.Link(_("Related mandates"), reverse("mandates:related")),
            parts.Link(
                f"{pair.first.slug}{formats.list_separator(shown.here())}{pair.second.slug}"
            ),
        ],
    }
    return render(request, "mandates/related_pair.html", about, status=status)


def _initial(pair: RelatedPair) -> dict[str, Any]:
    """Who judges anew begins with what is there, and sends back which judgement it was."""
    if pair.judged_at is None:
        return {}
    kept = {name: getattr(pair, name) for name in ("judgement", "reason", "function", "place")}
    return kept | {"seen": pair.judged_at.isoformat()}


def _judge(actor: Actor, pair: RelatedPair, form: JudgeForm) -> int:
    """Keep what was said, 302; else the status that says what was wrong, told on the form. Raises Refused."""
    given = dict(form.cleaned_data)
    seen = _moment(given.pop("seen"))
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


def _moment(given: str) -> datetime.datetime | None:
    try:
        return parse_datetime(given) if given else None
    except ValueError:
        return None


def _both(request: HttpRequest, pair: RelatedPair) -> dict[str, Any]:
    """The two, in the reader's language and one beside it (``?beside=``; else the original)."""
    here = shown.here()
    lines = queries.lines_of(request.user, [pair], here)
    worded = queries.wordings_of(pair)
    there = {code for each in worded.values() for code in each}
    beside = request.GET.get("beside", "")
    sides = []
    for mandate in (pair.first, pair.second):
        own = worded[mandate.pk]
        # The original, unless another language is asked for.
        other = beside if beside in own else next(iter(own), here)
        wanted = list(dict.fromkeys([here, other]))
        sides.append(shown.side(mandate, lines[mandate.pk], own, wanted))
    return {
        "sides": sides,
        "languages": [
            (parts.with_query(request, beside=code), LANGUAGES_BY_CODE[code], code == beside)
            for code in LANGUAGES_BY_CODE
            if code in there and code != here
        ],
    }
