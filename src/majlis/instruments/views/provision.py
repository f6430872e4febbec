"""One provision: its words in all languages, its way through versions; and what is wrong with either, corrected."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import actions, beside, citing, show
from majlis.instruments.forms.provision import MatchForm, RealignForm
from majlis.instruments.models import LanguageVersion, Provision, Version
from majlis.instruments.queries import provision as queries
from majlis.instruments.queries.text import language_for, read_words
from majlis.instruments.views.telling import tell
from majlis.instruments.views.text import gone
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.languages import direction
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.forms import Form

CORRECTIONS = ("match", "realign")


@require_http_methods(["GET", "HEAD", "POST"])
def provision(request: HttpRequest, slug: str, version: str, eid: str) -> HttpResponse:
    """One provision: its words in all languages, and what became of it in other versions.

    Who may correct it is led to a form for one thing at a time (``?correct=``).
    """
    try:
        found = queries.provision_of(request.user, slug, version, eid)
    except Provision.DoesNotExist:
        answer = gone(request, slug, version)
        if answer is None:
            raise Http404(eid) from None
        return answer
    asked = request.POST.get("do", "") if request.method == "POST" else request.GET.get("correct")
    can = [each for each in CORRECTIONS if may(Actor.of(request), f"instruments.{each}", found)]
    if request.method == "POST" and asked not in can:
        if asked in CORRECTIONS:
            raise Refused()
        raise Http404(asked)
    page = Page(request, found, asked if asked in can else "")
    if request.method == "POST" and page.form is not None:
        gone_to = corrected(request, found, page.form, page.at)
        if gone_to is not None:
            return redirect(gone_to)
    status = 422 if page.form is not None and page.form.is_bound else 200
    about = page.about() | {"can": can, "beside": beside.sections("provision", request, found)}
    return render(request, "instruments/provision.html", about, status=status)


ADDRESS = re.compile(r"/texts/([^/]+)/([^/]+)/p/(.+?)/?$")


def at_address(request: HttpRequest, link: str) -> Provision | None:
    """The provision that a permanent link leads to, in whatever language, if the reader may see it."""
    try:
        found = ADDRESS.search(unquote(urlsplit(link).path))
    except ValueError:
        return None
    if found is None or "\x00" in found[0]:
        return None
    try:
        return queries.provision_of(request.user, *found.groups())
    except Provision.DoesNotExist:
        return None


def corrected(request: HttpRequest, found: Provision, form: Form, what: str) -> Provision | None:
    """Do what the form says; gives where the reader goes on, or nothing where it is sent back."""
    if not form.is_valid():
        return None
    actor, reason = Actor.of(request), form.cleaned_data["reason"]
    try:
        if isinstance(form, RealignForm):
            language = form.cleaned_data["language"]
            to = actions.realign(actor, found, language=language, to=form.chosen(), reason=reason)
            messages.success(request, _("The words stand here now."))
            return to
        assert isinstance(form, MatchForm)
        actions.match(actor, found, other=form.chosen(), reason=reason)
    except InvalidInput as fault:
        tell(form, fault)
        return None
    messages.success(request, _("Which provision it goes on was corrected."))
    return found


class Page:
    """What the page of a provision shows, read at once."""

    def __init__(self, request: HttpRequest, found: Provision, at: str) -> None:
        self.request, self.found, self.at = request, found, at
        self.here = get_language() or "en"
        version = found.version
        self.read = queries.read(request.user, found, self.here)
        near = queries.candidates(request.user, found, self.here) if at == "match" else []
        others = [*(step.version for step in self.read.history), *(each for each, _words in near)]
        self.languages = self.read_languages(others)
        self.said = language_for(self.languages, self.here)
        self.cites = list(
            {
                one.target_id: one.target for each in self.read.cites.values() for one in each
            }.values()
        )
        bodies = (version.body, version.instrument.body)
        read_words(
            [
                version.record,
                *(each.record for each in others),
                *(
                    each.instrument.record
                    for each in (version, *others)
                    if not each.instrument.symbol
                ),
                *(each.record for each in bodies if each),
                *(each.record for each in self.cites if not each.symbol),
            ]
        )
        self.form = self.form_for(near)

    def read_languages(self, others: list[Version]) -> list[LanguageVersion]:
        """The languages of the version; those of other texts learn their symbols in the reader's language."""
        version = self.found.version
        named = [each for each in others if each.instrument_id != version.instrument_id]
        rows = LanguageVersion.objects.filter(
            Q(version=version) | Q(version__in=named, language=self.here)
        )
        symbols = {each.version_id: each.symbol for each in rows if each.language == self.here}
        for each in named:
            each.symbol_here = symbols.get(each.pk)
        return [each for each in rows if each.version_id == version.pk]

    def form_for(self, near: queries.Near) -> Form | None:
        """The form that the reader asked for; none where there is nothing to choose."""
        data = self.request.POST if self.request.method == "POST" else None
        if self.at == "match":
            return MatchForm(near, self.found, data, lambda link: at_address(self.request, link))
        if self.at == "realign" and self.read.wordings:
            own = {each.language for each in self.read.wordings}
            names = min(own, key=lambda each: (each != self.here, each))
            return RealignForm(self.read.wordings, queries.places(self.found, names), data)
        return None

    def about(self) -> dict[str, Any]:
        """What the template asks for."""
        found, read, said = self.found, self.read, self.said
        version = found.version
        chain = [(each, read.above[each.pk].get(said.language)) for each in read.chain]
        place = citing.place_among(chain)
        label = show.label_in(version, said.language)
        name = citing.short(version, said, label)
        back = reverse("instruments:version", args=[version.instrument.slug, version.slug])
        where = urlencode({"in": said.language, "at": found.eid})
        return {
            "provision": found,
            "version": version,
            "name": name,
            "trail": [
                parts.Link(_("Texts"), reverse("instruments:texts")),
                parts.Link(name, back),
                parts.Link(place),
            ],
            "place": place,
            "phase": show.PHASES.get(version.state, "wait"),
            "wordings": [self.worded(each) for each in read.wordings],
            "back": f"{back}?{where}#{found.eid}",
            "under": [
                {
                    "name": citing.place(each.provision, each.label),
                    "url": each.provision.get_absolute_url(),
                    "begin": show.begin(each.text),
                    "language": each.language,
                    "direction": direction(each.language),
                }
                for each in read.under
            ],
            "history": show.history(read.history, found) if len(read.history) > 1 else None,
            "cites": self.cites,
            "citation": citing.citation(
                version,
                said,
                address=self.request.build_absolute_uri(found.get_absolute_url()),
                label=label,
                provision=place,
            ),
            "matched": found.get_matched_display(),
            "several": len(self.languages) > 1,
            "form": self.form,
            "asked": self.at,
        }

    def worded(self, each: Any) -> dict[str, Any]:
        """The words in one language, under those above it."""
        return {
            "language": each.language,
            "name": each.get_language_display(),
            "direction": direction(each.language),
            "status": each.get_status_display(),
            "label": each.label,
            "words": show.words(each, self.read.cites[each.language]),
            "above": [
                words.text
                for one in self.read.chain[:-1]
                if (words := self.read.above[one.pk].get(each.language)) is not None
                and one.kind not in ("title", "annex")
                and words.text
            ],
        }
