"""The page of a provision, and the corrections of its match and of its words."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, ClassVar, override
from urllib.parse import unquote, urlencode, urlsplit

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments import extension_points
from majlis.instruments.citations import format, names
from majlis.instruments.models import LanguageVersion, Provision, ProvisionWording, Version
from majlis.instruments.provisions import actions, queries
from majlis.instruments.provisions import tables as provisions_tables
from majlis.instruments.provisions.forms import MatchForm, RealignForm
from majlis.instruments.texts import tables, wording
from majlis.instruments.texts.queries import choose_language, load_words
from majlis.instruments.texts.responses import withdrawn_response
from majlis.kernel.actor import Actor
from majlis.kernel.languages import direction
from majlis.kernel.models import Reader
from majlis.kit.action_page import ActionPage
from majlis.kit.detail_page import DetailPage
from majlis.look import parts
from majlis.look.languages import name_of

PROVISION_URL = re.compile(r"/texts/([^/]+)/([^/]+)/p/(.+?)/?$")


def provision_at_url(reader: Reader, link: str) -> Provision | None:
    """The provision of a permanent link in any language, if the reader may see it; else None."""
    try:
        match = PROVISION_URL.search(unquote(urlsplit(link).path))
    except ValueError:
        return None
    if match is None or "\x00" in match[0]:
        return None
    try:
        return queries.provision_at(reader, *match.groups())
    except Provision.DoesNotExist:
        return None


def read_languages(version: Version, others: list[Version], language: str) -> list[LanguageVersion]:
    """The languages of a version; also sets the symbols of other texts' versions in a language."""
    named = [each for each in others if each.instrument_id != version.instrument_id]
    rows = LanguageVersion.objects.filter(
        Q(version=version) | Q(version__in=named, language=language)
    )
    symbols = {each.version_id: each.symbol for each in rows if each.language == language}
    for each in named:
        each.symbol_here = symbols.get(each.pk)
    return [each for each in rows if each.version_id == version.pk]


def place_name(detail: queries.ProvisionDetail, language: str) -> str:
    """The reference of a provision, with those above it."""
    chain = [(each, detail.above[each.pk].get(language)) for each in detail.chain]
    return format.provision_reference(chain)


class ProvisionAction(ActionPage[Provision]):
    """A correction of a provision."""

    template_name = "instruments/core/action.html"

    @override
    def get_target(self) -> Provision:
        try:
            return queries.provision_at(self.reader, **self.kwargs)
        except Provision.DoesNotExist:
            raise Http404(self.kwargs["eid"]) from None

    @cached_property
    def detail(self) -> queries.ProvisionDetail:
        """The provision with its wordings."""
        return queries.provision_detail(self.reader, self.target, self.language)

    @cached_property
    def shown_language(self) -> str:
        """The language of the reader, or another in which the provision has words."""
        own = {each.language for each in self.detail.wordings}
        return min(own, key=lambda each: (each != self.language, each), default=self.language)

    @override
    def get_lead(self) -> str:
        return place_name(self.detail, self.shown_language)

    @override
    def get_trail(self) -> list[parts.Link]:
        version = self.target.version
        return [
            parts.Link(pgettext_lazy("documents", "Texts"), reverse("instruments:texts")),
            parts.Link(names.full_version_name(version), names.version_url(version)),
            parts.Link(self.get_lead(), self.get_cancel_url()),
            parts.Link(self.get_title()),
        ]


class MatchProvision(ProvisionAction):
    """Correct which provision of another version a provision continues."""

    template_name = "instruments/provisions/match.html"
    verb = actions.match_provision
    form_class = MatchForm
    title = _("Correct the match of the provision")
    button = pgettext_lazy("button", "Save correction")
    done = _("Provision match corrected.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        near = queries.match_candidates(self.reader, self.target, self.language)
        versions = [version for version, _wordings in near]
        read_languages(self.target.version, versions, self.language)
        texts = [each.instrument.record for each in versions if not each.instrument.symbol]
        load_words([*(each.record for each in versions), *texts])
        return {
            "near": near,
            "provision": self.target,
            "find": lambda link: provision_at_url(self.reader, link),
        }


class RealignProvision(ProvisionAction):
    """Correct to which provision the words of a language belong."""

    verb = actions.realign_provision
    form_class = RealignForm
    title = _("Move wording in one language")
    done = _("Wording moved to this provision.")

    @classmethod
    @override
    def is_offered(cls, actor: Actor, target: Provision) -> bool:
        return super().is_offered(actor, target) and target.version.languages.count() > 1

    @override
    def get_target(self) -> Provision:
        provision = super().get_target()
        if not provision.wordings.exists():
            raise Http404(provision.eid)
        return provision

    @override
    def get_form_options(self) -> dict[str, Any]:
        places = queries.nearby_provisions(self.target, self.shown_language)
        return {"wordings": self.detail.wordings, "places": places}

    @override
    def get_success_url(self, result: Provision) -> str:
        return result.get_absolute_url()


class ProvisionPage(DetailPage[Provision]):
    """A provision: its wording in all languages, and its history in other versions."""

    template_name = "instruments/provisions/detail.html"
    actions: ClassVar = {
        "instruments:match_provision": MatchProvision,
        "instruments:realign_provision": RealignProvision,
    }

    @override
    def get_object(self) -> Provision:
        return queries.provision_at(self.reader, **self.kwargs)

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.read = queries.provision_detail(self.reader, self.object, self.language)
        except Provision.DoesNotExist:
            response = withdrawn_response(request, self.kwargs["slug"], self.kwargs["version"])
            if response is None:
                raise Http404(self.kwargs["eid"]) from None
            return response
        return super().get(request, *args, **kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        provision, read = self.object, self.read
        version = provision.version
        others = [step.version for step in read.history]
        languages = read_languages(version, others, self.language)
        language_version = choose_language(languages, self.language)
        cited = [one for each in read.cites.values() for one in each]
        cites = list({one.target_id: one.target for one in cited}.values())
        bodies = (version.body, version.instrument.body)
        texts = [each.instrument for each in (version, *others)]
        load_words(
            [
                version.record,
                *(each.record for each in others),
                *(each.record for each in bodies if each),
                *(each.record for each in (*texts, *cites) if not each.symbol),
            ]
        )
        language = language_version.language
        place, label = place_name(read, language), names.version_label(version, language)
        name = format.short_name(version, language_version, label)
        back = names.version_url(version)
        query = urlencode({"in": language, "at": provision.eid})
        return {
            **super().get_context_data(),
            "version": version,
            "name": name,
            "trail": [
                parts.Link(pgettext_lazy("documents", "Texts"), reverse("instruments:texts")),
                parts.Link(name, back),
                parts.Link(place),
            ],
            "place": place,
            "phase": tables.STATE_PHASES.get(version.state, "wait"),
            "wordings": [self.wording_context(each) for each in read.wordings],
            "back": f"{back}?{query}#{provision.eid}",
            "under": [
                {
                    "name": self.name_under(each),
                    "url": each.provision.get_absolute_url(),
                    "begin": names.excerpt(each.text),
                    "language": each.language,
                    "direction": direction(each.language),
                }
                for each in read.under
            ],
            "history": provisions_tables.history_table(read.history, provision)
            if len(read.history) > 1
            else None,
            "cites": cites,
            "citation": format.format_citation(
                version,
                language_version,
                address=self.request.build_absolute_uri(provision.get_absolute_url()),
                label=label,
                provision=place,
            ),
            "beside": extension_points.sections("provision", self.request, provision),
        }

    def name_under(self, wording: ProvisionWording) -> str:
        """The name of a provision directly under this one; with its kind where it has no number."""
        above = self.read.chain
        chain = [(each, self.read.above[each.pk].get(wording.language)) for each in above]
        if not format.wording_number(wording):
            return format.provision_name(wording.provision, wording)
        return format.provision_reference([*chain, (wording.provision, wording)])

    def wording_context(self, each: ProvisionWording) -> dict[str, Any]:
        """A wording with the wordings above it, for the template."""
        return {
            "language": each.language,
            "name": name_of(each.language),
            "direction": direction(each.language),
            "status": each.get_status_display(),
            "label": each.label,
            "words": wording.render_wording(each, self.read.cites[each.language]),
            "above": [
                words.text
                for one in self.read.chain[:-1]
                if (words := self.read.above[one.pk].get(each.language)) is not None
                and one.kind not in ("title", "annex")
                and words.text
            ],
        }
