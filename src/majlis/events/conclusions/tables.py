"""Conclusions as pages show them: text, state, pen, differences, statements, replies."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.events.conclusions import queries
from majlis.events.conclusions.correspondence import ReplyCount, count_replies
from majlis.events.conclusions.merge import paragraph_pairs, paragraphs, tidy_text
from majlis.events.core import times
from majlis.events.lifecycle import (
    AGREED,
    AGREED_WITH_STATEMENTS,
    BY_CORRESPONDENCE,
    CANCELLED,
    CLOSED,
    CONCLUSION,
    DRAFT,
    NOT_AGREED,
    OPEN,
    REPORTED,
)
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    ConclusionRevision,
    Correspondence,
    CorrespondenceReply,
    ItemMaterial,
    Meeting,
)
from majlis.instruments.texts.wording import render_redline
from majlis.kernel.actor import Actor
from majlis.kernel.models import WordingStatus
from majlis.kernel.models.wording import LocalizedText
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.languages import direction_of, name_of
from majlis.look.templatetags.look import foreign, moment
from majlis.parties.models import Organisation

STATES = {
    DRAFT: "going",
    BY_CORRESPONDENCE: "open",
    AGREED: "met",
    AGREED_WITH_STATEMENTS: "met",
    NOT_AGREED: "ended",
}
"""State of a conclusion -> class of its badge."""
TAKE_PEN = pgettext_lazy("pen of a text", "Take the pen")
TAKE_OVER_PEN = pgettext_lazy("pen of a text", "Take over the pen")
RELEASE_PEN = pgettext_lazy("pen of a text", "Put down the pen")
WRITE = pgettext_lazy("button", "Edit text")


@dataclass(frozen=True)
class Rights:
    """What a reader may do with the conclusions of one meeting, found out once.

    ``writes``: take the pen and save; such a reader also sees who writes. ``decides``: record what the
    meeting agreed.
    """

    writes: bool
    decides: bool

    @classmethod
    def of(cls, actor: Actor, meeting: Meeting) -> Rights:
        """The rights of an actor at a meeting."""
        if actor.user is None and not actor.system:
            return cls(writes=False, decides=False)
        return cls(
            may(actor, "events.take_pen", meeting), may(actor, "events.agree_conclusion", meeting)
        )


def state_name(conclusion: Conclusion) -> str:
    """The state of a conclusion in words, as a badge."""
    words = conclusion.get_state_display()
    return words[:1].upper() + words[1:]


def short_name(conclusion: Conclusion) -> str:
    """The name of a conclusion on a page of its meeting: `Conclusion 3`."""
    number = formats.number(conclusion.number, get_language() or "en")
    return pgettext("conclusion of a meeting", "Conclusion %(number)s") % {"number": number}


def shown_text(conclusion: Conclusion) -> LocalizedText:
    """The text of a conclusion for the reader: what was agreed, in their language if it is translated; else the draft.

    Reads the row as ``queries.conclusions`` gives it.
    """
    if conclusion.state in (AGREED, AGREED_WITH_STATEMENTS):
        return conclusion.say("text")
    draft: str = conclusion.draft_text or ""  # type: ignore[attr-defined]
    return LocalizedText(draft, conclusion.language if draft else "", "")


def text_html(text: str, language: str) -> SafeString:
    """The paragraphs of a text, marked with their language."""
    inner = format_html_join("", "<p>{}</p>", ((each,) for each in paragraphs(text)))
    return in_language(inner, language)


def in_language(html: SafeString, language: str) -> SafeString:
    """Paragraphs in a language, marked with it."""
    direction = direction_of(language)
    return format_html('<div lang="{}" dir="{}">{}</div>', language, direction, html)


def redline_html(old: str, new: str, language: str) -> SafeString:
    """The differences between two texts, word by word in each paragraph."""
    changed = ((render_redline(*each),) for each in paragraph_pairs(old, new))
    return in_language(format_html_join("", "<p>{}</p>", changed), language)


def name_html(text: LocalizedText) -> SafeString:
    """A name for the reader, marked with its language."""
    return format_html("{}", said(text))


# The pen and revisions.


def saved_note(conclusion: Conclusion) -> SafeString | str:
    """Which revision the text is, and when it was saved; with a link to the revisions."""
    at: datetime.datetime | None = conclusion.saved_at  # type: ignore[attr-defined]
    if at is None:
        return _("No text was saved yet.")
    number = formats.number(conclusion.revision, get_language() or "en")
    words = format_html(_("Revision {number}, saved {when}."), number=number, when=moment(at))
    link = pgettext("conclusion", "Revisions")
    url = address("conclusion_revisions", conclusion)
    return format_html('{} <a href="{}">{}</a>', words, url, link)


def address(name: str, conclusion: Conclusion, **more: int) -> str:
    """The address of a page of a conclusion."""
    meeting = conclusion.item.meeting
    arguments = {"slug": meeting.slug, "number": conclusion.number, **more}
    return reverse(f"events:{name}", kwargs=arguments)


def pen_words(conclusion: Conclusion, actor: Actor, rights: Rights) -> SafeString | str:
    """Who holds the pen, and since when. Only those in the meeting read the name."""
    if conclusion.pen is None or conclusion.pen_since is None:
        return _("The pen is free.")
    if not rights.writes:
        return _("This text is being written.")
    when = moment(conclusion.pen_since)
    if actor.user is not None and conclusion.pen_id == actor.user.pk:
        return format_html(_("You have the pen since {when}."), when=when)
    name = format_html("<b><bdi>{}</bdi></b>", str(conclusion.pen))
    return format_html(_("{name} has the pen since {when}."), name=name, when=when)


def pen_part(conclusion: Conclusion, actor: Actor, rights: Rights) -> parts.Pen:
    """Who writes a draft, with the button to take the pen or to put it down."""
    words, note = pen_words(conclusion, actor, rights), saved_note(conclusion)
    if not rights.writes or conclusion.state != DRAFT:
        return parts.Pen(words, note)
    if actor.user is not None and conclusion.pen_id == actor.user.pk:
        return parts.Pen(words, note, address("release_pen", conclusion), RELEASE_PEN)
    button = TAKE_PEN if conclusion.pen_id is None else TAKE_OVER_PEN
    return parts.Pen(words, note, address("take_pen", conclusion), button)


def revision_name(number: int) -> str:
    """The name of a revision: `Revision 7`."""
    shown = formats.number(number, get_language() or "en")
    return pgettext("conclusion", "Revision %(number)s") % {"number": shown}


def revision_facts(revision: ConclusionRevision, rights: Rights) -> list[SafeString | str]:
    """What is known of a revision, as sentences: when and by whom it was saved, and what became of it."""
    facts: list[SafeString | str] = [format_html("{}", moment(revision.made_at))]
    if rights.writes and revision.made_by is not None:
        facts.append(format_html("<bdi>{}</bdi>", str(revision.made_by)))
    if revision.base:
        facts.append(_("Based on revision %(number)s") % {"number": revision.base})
    if revision.merged:
        facts.append(_("Merged with the changes saved before it"))
    if revision.aside and revision.settled_at is None:
        facts.append(_("Beside the text, not settled yet"))
    elif revision.aside:
        facts.append(
            _("Beside the text, settled in revision %(number)s") % {"number": revision.settled_in}
        )
    return facts


@dataclass(frozen=True)
class RevisionRow:
    """A revision in the list of revisions. ``settle_url``: where it can be settled; empty where it cannot."""

    number: int
    name: str
    facts: Sequence[SafeString | str]
    is_current: bool
    settle_url: str = ""
    compare_url: str = ""


def revision_rows(
    conclusion: Conclusion, revisions: Iterable[ConclusionRevision], rights: Rights
) -> list[RevisionRow]:
    """The revisions of a conclusion, each with the address of its comparison with its base."""
    page = address("conclusion_revisions", conclusion)
    open_draft = rights.writes and conclusion.state == DRAFT
    return [
        RevisionRow(
            each.number,
            revision_name(each.number),
            revision_facts(each, rights),
            each.number == conclusion.revision,
            address("settle_conclusion", conclusion, revision=each.number)
            if open_draft and each.aside and each.settled_at is None
            else "",
            f"{page}?from={each.base}&to={each.number}" if each.base else "",
        )
        for each in revisions
    ]


# Under the items of an agenda.


@dataclass(frozen=True)
class Card:
    """A conclusion as the page of its meeting shows it, under its item."""

    name: str
    url: str
    kind: str
    state: str
    text: SafeString | str
    pen: SafeString | str
    note: str
    links: Sequence[parts.Link]


def conclusion_card(conclusion: Conclusion, actor: Actor, rights: Rights) -> Card:
    """A conclusion for the page of its meeting."""
    shown = shown_text(conclusion)
    is_draft = conclusion.state == DRAFT
    links = [parts.Link(label, url) for label, url in _card_links(conclusion, actor, rights)]
    waits = bool(conclusion.waits)  # type: ignore[attr-defined]
    return Card(
        short_name(conclusion),
        conclusion.get_absolute_url(),
        STATES[conclusion.state],
        state_name(conclusion),
        text_html(shown.text, shown.language) if shown.text else "",
        pen_words(conclusion, actor, rights) if is_draft and conclusion.pen_id else "",
        _("Another wording lies beside this text.") if waits and is_draft else "",
        links,
    )


def _card_links(
    conclusion: Conclusion, actor: Actor, rights: Rights
) -> list[tuple[parts.StrOrPromise, str]]:
    if conclusion.state == DRAFT and rights.writes:
        return [(WRITE, address("write_conclusion", conclusion))]
    if conclusion.state == BY_CORRESPONDENCE:
        label = pgettext("link", "Correspondence")
        return [(label, address("correspondence", conclusion))]
    return []


def conclusions_of_items(
    request: HttpRequest,
    meeting: Meeting,
    items: Sequence[AgendaItem] | None = None,
    rights: Rights | None = None,
) -> dict[int, list[SafeString]]:
    """The conclusions of a meeting that the reader may see: key of the item -> markup to show under it.

    Officers also get a link to begin a conclusion at each item. Five queries for any number of items; two
    where the ``items`` and the ``rights`` of the reader are known.
    """
    actor = Actor.of(request)
    rights = rights or Rights.of(actor, meeting)
    shown: dict[int, list[SafeString]] = {}
    for conclusion in queries.conclusions_of(request.user, meeting, items):
        card = conclusion_card(conclusion, actor, rights)
        html = render_to_string("events/conclusions/card.html", {"card": card}, request)
        shown.setdefault(conclusion.item_id, []).append(html)
    if rights.decides and meeting.state != CANCELLED:
        addresses = (
            queries.items_on_agenda(meeting)
            if items is None
            else [
                (item.pk, item.record.address, item.label)
                for item in items
                if item.withdrawn_at is None
            ]
        )
        for key, record_address, label in addresses:
            serial = int(record_address.rpartition("/")[2])
            url = reverse("events:begin_conclusion", args=[meeting.slug, serial])
            link = {"url": url, "label": label}
            html = render_to_string("events/conclusions/begin_link.html", link, request)
            shown.setdefault(key, []).append(html)
    return shown


def meeting_section(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    """The context of the section on the page of a meeting: how many conclusions, and where they are. One query.

    None for a meeting without conclusions.
    """
    states = queries.count_by_state(request.user, meeting)
    if not states:
        return None
    language = get_language() or "en"
    counts = [
        (STATES[state], _counted_state(state, formats.number(states[state], language)))
        for state in STATES
        if state in states
    ]
    actor = Actor.of(request)
    can_publish = meeting.state in (CLOSED, REPORTED) and {AGREED, AGREED_WITH_STATEMENTS} & set(
        states
    )
    slug = [meeting.slug]
    return {
        "counts": counts,
        "url": reverse("events:meeting_conclusions", args=slug),
        "publish_url": reverse("events:publish_conclusions", args=slug)
        if can_publish and may(actor, "events.publish_conclusions", meeting)
        else "",
    }


def _counted_state(state: str, number: str) -> str:
    return f"{CONCLUSION.states[state]}{formats.colon(get_language() or 'en')}{number}"


# Lists.


def conclusion_cell(conclusion: Conclusion) -> parts.Cell:
    """The number of a conclusion, with the beginning of its text."""
    return parts.Cell(short_name(conclusion), conclusion.get_absolute_url(), excerpt(conclusion))


def excerpt(conclusion: Conclusion, characters: int = 160) -> SafeString | str:
    """The beginning of the text, marked with its language."""
    shown = shown_text(conclusion)
    words = " ".join(paragraphs(shown.text))
    if len(words) > characters:
        words = f"{words[:characters].rpartition(' ')[0] or words[:characters]}…"
    return foreign(words, shown.language) if words else _("No text yet")


def plain_text(conclusion: Conclusion) -> str:
    """The text for files, in the reader's language or another that it has."""
    return shown_text(conclusion).text


def item_cell(item: AgendaItem) -> parts.Cell:
    """The number and title of an item, with a link to its page."""
    title = item.say("title")
    words = format_html('<bdi dir="ltr">{}</bdi> {}', item.label, said(title))
    return parts.Cell(words, item.get_absolute_url())


# Statements and wordings.


@dataclass(frozen=True)
class StatementRow:
    """A statement for the record: title, organization, and its text or a link to it."""

    title: SafeString | str
    source: SafeString | str
    text: SafeString | str
    url: str


def statement_source(material: ItemMaterial) -> SafeString | str:
    """Who made a statement."""
    if material.organisation is not None:
        return name_html(material.organisation.say("title"))
    return format_html("<bdi>{}</bdi>", material.presented_by) if material.presented_by else ""


def statement_rows(materials: Iterable[ItemMaterial], item: AgendaItem) -> list[StatementRow]:
    """Statements for the record; a file or link is read at the item."""
    return [
        StatementRow(
            foreign(each.title, each.language),
            statement_source(each),
            text_html(tidy_text(each.text), each.language) if each.text else "",
            "" if each.text else item.get_absolute_url(),
        )
        for each in materials
    ]


def statement_choices(materials: Iterable[ItemMaterial]) -> list[tuple[str, SafeString]]:
    """The statements of an item as the choices of a form."""
    separator = formats.clause_separator(get_language() or "en")
    return [
        (
            str(each.pk),
            format_html_join(
                separator,
                "{}",
                (
                    (words,)
                    for words in (foreign(each.title, each.language), statement_source(each))
                    if words
                ),
            ),
        )
        for each in materials
    ]


@dataclass(frozen=True)
class WordingRow:
    """The agreed text in one language, with its status."""

    code: str
    language: str
    kind: str
    status: str
    text: SafeString
    is_shown: bool


def wording_rows(conclusion: Conclusion) -> list[WordingRow]:
    """The agreed text in the languages that have it, the authentic one first."""
    rows = [each for each in conclusion.record.wordings.all() if each.field == "text" and each.text]
    shown = shown_text(conclusion).language
    ordered = sorted(rows, key=lambda each: (each.status != WordingStatus.AUTHENTIC, each.language))
    return [
        WordingRow(
            each.language,
            name_of(each.language),
            each.status,
            str(WordingStatus(each.status).label),
            text_html(each.text, each.language),
            each.language == shown,
        )
        for each in ordered
    ]


# Correspondence.


def counts_of(
    correspondence: Correspondence,
    replies: Iterable[CorrespondenceReply],
    members: Collection[int],
) -> ReplyCount:
    """The replies of a correspondence: as they were counted when it was closed, else as they are now."""
    row = correspondence
    if row.members is None:
        return count_replies(replies, members)
    return ReplyCount(row.members, row.agreeing or 0, row.objecting or 0, row.abstaining or 0)


def count_figures(count: ReplyCount) -> list[parts.Figure]:
    """The counted replies as figures."""
    return [
        parts.Figure(pgettext("replies by correspondence", "agree"), count.agreeing, "a"),
        parts.Figure(pgettext("replies by correspondence", "object"), count.objecting, "d"),
        parts.Figure(pgettext("replies by correspondence", "abstain"), count.abstaining, "b"),
        parts.Figure(pgettext("replies by correspondence", "have not replied"), count.silent, "c"),
    ]


def counting_method(correspondence: Correspondence, count: ReplyCount) -> str:
    """Who is counted, and by which rule."""
    members = ngettext(
        "%(members)s member organization of the body is counted.",
        "%(members)s member organizations of the body are counted, each once.",
        count.members,
    ) % {"members": formats.number(count.members, get_language() or "en")}
    rule = _("Rule: agreed if %(rule)s. Abstentions and missing replies do not count.") % {
        "rule": correspondence.get_rule_display()
    }
    return formats.gap(get_language() or "en").join([members, rule])


def result_words(correspondence: Correspondence) -> str:
    """What the members decided, in one sentence; empty while replies are taken."""
    if correspondence.state == OPEN:
        return ""
    if correspondence.members is None:
        return _("The correspondence was withdrawn before the replies were counted.")
    if counts_of(correspondence, (), ()).is_agreed(correspondence.rule):
        return _("The conclusion was agreed by correspondence.")
    return _("The conclusion was not agreed by correspondence.")


def reply_words(reply: CorrespondenceReply) -> tuple[SafeString, str, SafeString | str]:
    """A reply as a row: organization, answer, statement."""
    statement = tidy_text(reply.statement)
    return (
        name_html(reply.organisation.say("title")),
        reply.get_answer_display(),
        (text_html(statement, reply.language) if statement else ""),
    )


def reply_links(
    correspondence: Correspondence,
    organisations: Iterable[Organisation],
    replies: Iterable[CorrespondenceReply],
) -> list[parts.Link]:
    """Links to reply for each organization whose focal point the reader is, while replies are taken."""
    if correspondence.state != OPEN:
        return []
    replied = {each.organisation_id for each in replies}
    links = []
    for organisation in organisations:
        words = (
            _("Change the reply of {organization}")
            if organisation.pk in replied
            else _("Reply for {organization}")
        )
        label = format_html(words, organization=name_html(organisation.say("title")))
        url = address(
            "reply_by_correspondence", correspondence.conclusion, organisation=organisation.number
        )
        links.append(parts.Link(label, url))
    return links


def closing_words(correspondence: Correspondence) -> SafeString:
    """Until when replies are taken: the reader's time first, then that of the meeting with its zone."""
    meeting = correspondence.conclusion.item.meeting
    zone = times.zone_or_utc(meeting.zone)
    office = times.moment_text(correspondence.closes_at, zone, get_language() or "en")
    return format_html('{} <span class="also">{}</span>', moment(correspondence.closes_at), office)


def correspondence_facts(correspondence: Correspondence) -> list[parts.Fact]:
    """The facts of a correspondence."""
    facts = [
        parts.Fact(
            pgettext("correspondence", "Question"),
            foreign(correspondence.question, correspondence.language),
        ),
        parts.Fact(pgettext("correspondence", "Text"), revision_name(correspondence.revision)),
        parts.Fact(pgettext("correspondence", "Opened"), moment(correspondence.opened_at)),
        parts.Fact(_("Replies accepted until"), closing_words(correspondence)),
        parts.Fact(pgettext("meeting", "Agreed if"), correspondence.get_rule_display()),
    ]
    if correspondence.notice_reason:
        reason = format_html("<bdi>{}</bdi>", correspondence.notice_reason)
        facts.append(parts.Fact(_("Reason for the short period"), reason))
    if correspondence.closed_at is not None:
        label = pgettext("correspondence", "Closed")
        facts.append(parts.Fact(label, moment(correspondence.closed_at)))
    return facts
