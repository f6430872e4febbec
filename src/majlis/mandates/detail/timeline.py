"""A mandate through the versions of its text: new, unchanged, changed, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations import names as texts
from majlis.instruments.models import Instrument, Version
from majlis.instruments.texts.wording import render_redline
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.mandates.core.progress import EFFECTIVE_STATES
from majlis.mandates.detail.queries import MandatePage, VersionStep
from majlis.mandates.models import MandateSource
from majlis.mandates.models.choices import LegalStatus


def version_label(version: Version, among: Instrument) -> str:
    """What a version goes by beside the text that asks; of another text with its symbol."""
    name = texts.version_name(version)
    if version.instrument_id == among.pk or version.instrument.pk == among.pk:
        return name
    return formats.with_brackets(
        texts.instrument_symbol(version.instrument), name, get_language() or "en"
    )


def timeline_moments(read: MandatePage) -> list[parts.TimelineEntry]:
    """Each version with what it did to the mandate, the earliest first."""
    made: list[parts.TimelineEntry] = []
    before: VersionStep | None = None
    current = read.source.version_id if read.source is not None else None
    past = True
    for each in read.steps:
        now = each.asked is not None and each.version.pk == current
        phase = "now" if now else "past" if past else "coming"
        past = past and not now
        made.append(_moment(read, each, before, phase))
        if each.asked is not None:
            before = each
    return made


def _moment(
    read: MandatePage, step: VersionStep, before: VersionStep | None, phase: str
) -> parts.TimelineEntry:
    version = step.version
    when = version_label(version, read.mandate.instrument)
    if version.date:
        when = f"{formats.date(version.date, get_language() or 'en')} · {when}"
    if step.asked is None:
        return parts.TimelineEntry(
            _not_in_version(step),
            when,
            phase,
            texts.version_url(version),
            note=_version_state(version),
        )
    what, compared = _change_in_version(step, before)
    note = format_html("{}", _version_state(version))
    if compared:
        note = format_html(
            '{} · <a href="{}">{}</a>', note, compared, _("See the whole comparison")
        )
    return parts.TimelineEntry(what, when, phase, note=note)


def _version_state(version: Version) -> str:
    return str(version.get_state_display())


def _not_in_version(step: VersionStep) -> str:
    """A version that asks nothing: it leaves the provision out, or nobody has judged it in that version yet."""
    if step.there:
        return _("The paragraph is in this version; nobody has judged yet what it asks.")
    if step.version.state in EFFECTIVE_STATES:
        return _("Left out: this version ended it.")
    return _("Left out: this version would end it.")


def _change_in_version(step: VersionStep, before: VersionStep | None) -> tuple[SafeString, str]:
    """What a version did to the words, and the way to the whole comparison."""
    assert step.asked is not None  # asked by the caller
    language = next(
        (
            each
            for each in (get_language() or "en", *sorted(step.words))
            if each in step.words and (before is None or each in before.words)
        ),
        "",
    )
    words = step.words.get(language)
    place = format.provision_name(words.provision, words.label) if words else ""
    if step.asked["quoted"]:
        return _with_provision_link(_("Quoted in %(place)s"), place, step), ""
    if before is None or step.asked["change"] == MandateSource.Change.NEW:
        return _with_provision_link(_("New, in %(place)s"), place, step), ""
    old = before.words.get(language)
    url = ""
    if step.words and before.version.instrument_id == step.version.instrument_id:
        compare = reverse("instruments:compare", args=[before.version.pk, step.version.pk])
        eid = next(iter(step.words.values())).provision.eid
        url = f"{compare}?{urlencode({'at': eid})}#{eid}"
    if words is None or old is None or old.text == words.text:
        return _with_provision_link(_("Kept, in %(place)s"), place, step), url
    said = pgettext("mandate", "Changed") + formats.colon(get_language() or "en")
    redline = render_redline(old.text, words.text)
    return format_html(
        '{}<span class="serif" lang="{}" dir="{}">{}</span>',
        said,
        language,
        direction(language),
        redline,
    ), url


def _with_provision_link(sentence: str, place: str, step: VersionStep) -> SafeString:
    """A sentence in which the place leads to the provision."""
    first = next(iter(step.words.values()), None)
    if first is None:
        return format_html("{}", sentence % {"place": _("a paragraph that you may not see")})
    link = format_html('<a href="{}">{}</a>', first.provision.get_absolute_url(), place)
    before, _sign, after = sentence.partition("%(place)s")
    return format_html("{}{}{}", before, link, after)


def status_notes(read: MandatePage) -> list[str]:
    """What a reader must know first: that it only would be, that it is no more, that it would end."""
    mandate = read.mandate
    current = read.line.version
    name = version_label(current, mandate.instrument) if current.pk else ""
    later = _steps_after(read.steps, current.pk)
    out = [each for each in later if each.asked is None and not each.there]
    if mandate.legal_status == LegalStatus.IF_ADOPTED:
        sentence = _("It would be a mandate if this version were in force: %(version)s.")
        return [sentence % {"version": name}, _("Today it binds nobody.")]
    if mandate.legal_status == LegalStatus.PAST:
        ended = next((each for each in out if each.version.state in EFFECTIVE_STATES), None)
        if ended is not None:
            sentence = _("Left out of the version in force: %(version)s ended it.")
            ended_by = version_label(ended.version, mandate.instrument)
            return [sentence % {"version": ended_by}]
        sentence = _("No longer in force: it is asked by %(version)s only.")
        return [sentence % {"version": name}]
    would = [each for each in out if each.version.state not in (*EFFECTIVE_STATES, "not_adopted")]
    sentence = _("It would end if this version were adopted: %(version)s leaves it out.")
    return [
        sentence % {"version": version_label(each.version, mandate.instrument)} for each in would
    ]


def _steps_after(steps: Sequence[VersionStep], key: int | None) -> list[VersionStep]:
    keys = [each.version.pk for each in steps]
    return list(steps[keys.index(key) + 1 :]) if key in keys else []
