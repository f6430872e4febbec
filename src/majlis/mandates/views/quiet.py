"""The quiet list, and the page on which who leads says how a mandate is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel import clock, downloads
from majlis.kernel.actor import Actor
from majlis.kernel.pagination import paginate
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates import actions
from majlis.mandates.forms import filters
from majlis.mandates.forms.quiet import QuietForm
from majlis.mandates.forms.register import RegisterForm
from majlis.mandates.models import Mandate, QuietNotice
from majlis.mandates.queries import quiet as queries
from majlis.mandates.queries import reach as reaching
from majlis.mandates.queries import register
from majlis.mandates.queries.answers_forms import one
from majlis.mandates.show import lines as line_words
from majlis.mandates.show import quiet as show
from majlis.mandates.show import reach as said
from majlis.mandates.views.register import A_PAGE, counted


@require_safe
def quiet(request: HttpRequest) -> HttpResponseBase:
    """Mandates of which nothing is recorded since long, with what who leads says of each."""
    here, today = get_language() or "en", clock.today()
    form = RegisterForm(request.user, request.GET)
    found = queries.found(request.user, form.wanted(), today)
    if downloads.requested_format(request):
        rows = list(found[: downloads.MAX_ROWS])
        lines = register.shown(request.user, rows, here)
        return downloads.download_response(
            request, show.sheet(lines, {each.pk: each for each in rows})
        )
    page = paginate(found, A_PAGE, request.GET.get("page"))
    rows = list(page.object_list)
    lines = register.shown(request.user, rows, here)
    years = settings.MAJLIS_QUIET_YEARS
    about: dict[str, Any] = {
        "heading": show.heading(),
        "lede": ngettext(
            "Mandates in force of which nothing is recorded in Majlis for %(n)s year or longer. It says something of "
            "the records that are kept here, and nothing of the work that was done.",
            "Mandates in force of which nothing is recorded in Majlis for %(n)s years or longer. It says something of "
            "the records that are kept here, and nothing of the work that was done.",
            years,
        )
        % {"n": formats.number(years, here)},
        "filter": form,
        "chosen": parts.ListSummary(
            counted(page.paginator.count),
            filters.shown(request, form),
            [parts.Link(label, url) for label, url in downloads.download_links(request)],
        ),
        "reach": said.line(reaching.reach(request.user)),
        "days": settings.MAJLIS_DAYS_TO_ANSWER,
        "table": show.table(lines, {each.pk: each for each in rows}, today, _mine(request, rows)),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/quiet.html", about)


def _mine(request: HttpRequest, rows: list[Any]) -> set[int]:
    """Of which of these the reader may say how they are: see ``rules.people.owner``."""
    if is_secretariat.test(request.user):
        return {each.pk for each in rows}
    if not request.user.is_authenticated or not rows:
        return set()
    mine = Mandate.objects.filter(queries.led_by(request.user), pk__in=[each.pk for each in rows])
    return set(mine.values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """The form in which who leads says how a quiet mandate is."""
    rows = QuietNotice.objects.filter(
        pk=key, mandate__lead=F("actor"), mandate__in=Mandate.objects.visible_to(request.user)
    )
    near = ("mandate__record", "mandate__lead__body__record", "mandate__lead__organisation__record")
    notice = rows.select_related(*near).first()
    doer = Actor.of(request)
    # Who was told, and when, is nobody else's before its day: a number says nothing of it. The page offers to sign in.
    if notice is None or not may(doer, "mandates.answer_quiet", notice):
        raise Http404(str(key))
    mandate = notice.mandate
    line = one(request.user, mandate.slug, get_language() or "en")
    drafted = DraftedForm(
        request,
        QuietForm,
        key="mandates.answer_quiet",
        target=notice,
        current=lambda: {
            "says": notice.says,
            "answer": notice.answer,
            "language": notice.language or get_language() or "en",
        },
        send=_("Save"),
    )
    listed = f"{reverse('mandates:quiet')}?lead={mandate.lead.slug}" if mandate.lead else ""

    def done(form: Any) -> str:
        actions.answer_quiet(doer, notice, **form.cleaned_data)
        messages.success(request, _("It is kept. The secretariat is told."))
        return listed

    went = drafted.answer(done)
    if went is not None:
        return went
    about = drafted.context(
        mandate=mandate,
        line=line,
        words=line_words.words(line) if line is not None else "",
        since=notice.since,
        answer_by=notice.answer_by,
        heading=_("Does it go on?"),
        trail=[
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(show.heading(), listed),
            parts.Link(mandate.slug, mandate.get_absolute_url()),
        ],
    )
    return render(request, "mandates/quiet_answer.html", about, status=drafted.status)
