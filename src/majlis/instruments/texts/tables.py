"""How the page of a version is drawn: facts, acts, steps, variants, links to comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations import names as citations_names
from majlis.instruments.citations.names import version_label, version_name, version_url
from majlis.instruments.lifecycle import ADOPTED, IN_FORCE, NOT_ADOPTED, PROPOSED, SUPERSEDED
from majlis.instruments.models import Act, Instrument, LanguageVersion, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.look import formats, parts


def version_page_trail(version: Version, here: str) -> list[parts.Link]:
    """The way to a page about a version."""
    return [
        parts.Link(_("Texts"), reverse("instruments:texts")),
        parts.Link(
            citations_names.full_version_name(version), citations_names.version_url(version)
        ),
        parts.Link(here),
    ]


STATE_PHASES = {IN_FORCE: "met", PROPOSED: "going", SUPERSEDED: "closed", NOT_ADOPTED: "closed"}


def version_trail(
    instrument: Instrument, version: Version, said: LanguageVersion
) -> list[parts.Link]:
    """The way to a version: texts, its body, the text it is annexed to, itself."""
    way = [parts.Link(_("Texts"), reverse("instruments:texts"))]
    if instrument.body is not None:
        body = instrument.body
        way.append(parts.Link(body.abbreviation or body.say("title").text, body.get_absolute_url()))
    way.append(parts.Link(format.short_name(version, said, version_label(version, said.language))))
    return way


def version_facts(version: Version) -> list[str]:
    """What is said of a version under its title: who did what with it, and when; else its body and date."""
    acts = [act_line(each) for each in version.acts.all()]
    if lacks_adopting_act(version):
        acts.append(_("by which act it was adopted is not noted"))
    if version.acts.all():
        return acts
    body = version.body.say("title").text if version.body else version.instrument.body_words
    date = formats.date(version.date, get_language() or "en") if version.date else ""
    return [each for each in (body, date, *acts) if each]


def lacks_adopting_act(version: Version) -> bool:
    """Whether a version counts as adopted, and no act is noted by which it was."""
    if version.state not in (ADOPTED, IN_FORCE, SUPERSEDED) or version.reconstructed_from_id:
        return False
    return not any(each.kind in ADOPTING_KINDS for each in version.acts.all())


@dataclass(frozen=True)
class Variant:
    """The same version in the words that another body adopted: who, and the ways to it."""

    by: str
    name: str
    url: str
    compare: str


def variant_rows(versions: Sequence[Version], shown: Version) -> list[Variant]:
    """What other bodies adopted in other words in place of a version: see ``queries.text.akin``."""
    made = []
    for each in versions:
        old, new = sorted((each, shown), key=lambda one: one.position)
        compare = reverse("instruments:compare", args=[old.pk, new.pk])
        made.append(Variant(adopting_body(each), version_name(each), version_url(each), compare))
    return made


def adopting_body(version: Version) -> str:
    """Which body adopted a version, as far as it is known."""
    acts = [each for each in version.acts.all() if each.kind in ADOPTING_KINDS]
    said = (
        acts[0].body.say("title").text if acts and acts[0].body else acts[0].words if acts else ""
    )
    return said or (version.body.say("title").text if version.body else "")


def act_line(act: Act) -> str:
    """An act in a line: "adopts: General Conference, 14 October 2026, without a vote"."""
    here = get_language() or "en"
    pieces = [act.body.say("title").text if act.body else act.words]
    if act.date:
        pieces.append(formats.date(act.date, here))
    if act.manner:
        pieces.append(str(act.get_manner_display()))
    if act.in_favour is not None:
        counts = (act.in_favour, act.against or 0, act.abstaining or 0)
        pieces.append("–".join(formats.number(each, here) for each in counts))
    if act.body and act.words:
        pieces.append(act.words)
    said = formats.list_separator(here).join(each for each in pieces if each)
    return f"{act.get_kind_display()}{formats.colon(here)}{said}"


def version_steps(versions: Sequence[Version], shown: Version) -> list[parts.Step]:
    """The versions of a text as steps; the one that is read stands out."""
    made = []
    for each in versions:
        state = str(each.get_state_display())
        if each.variant_of_id is not None:
            state = formats.with_brackets(
                state, pgettext("version", "in other words"), get_language() or "en"
            )
        if each.reconstructed_from_id is not None:
            state = pgettext("version", "reconstructed, not authentic")
        if each.pk == shown.pk:
            made.append(parts.Step(version_name(each), "current", state))
            continue
        link = parts.Link(_("read"), version_url(each))
        made.append(parts.Step(version_name(each), "done", state, link))
    return made


def compare_links(versions: Sequence[Version], shown: Version, language: str) -> list[parts.Link]:
    """Ways to compare the version that is read with the others, the one that it follows first."""
    others = sorted(
        (each for each in versions if each.pk != shown.pk),
        key=lambda each: (each.pk != shown.follows_id, each.position),
    )
    made = []
    for each in others:
        old, new = sorted((each, shown), key=lambda one: one.position)
        url = reverse("instruments:compare", args=[old.pk, new.pk])
        words = _("Compare with %(version)s") % {"version": version_name(each)}
        made.append(parts.Link(words, f"{url}?in={language}"))
    return made
