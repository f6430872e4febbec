"""What of texts is told to those who follow them, and what waits for the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import register
from majlis.commons.notices.models import Subscription
from majlis.commons.notices.todo import TodoItem
from majlis.instruments.lifecycle import READ, UNREADABLE, VERSION, WAITING
from majlis.instruments.models import ActKind, Version, Withdrawal
from majlis.instruments.queries import imports, tags
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.roles import is_secretariat

MOVES = ("propose", "adopt", "bring_into_force", "supersede", "not_adopt", "take_up_again")


def tell() -> None:
    """Say which verbs of the room are told, and what is asked; called once, when all is ready."""
    register(
        "instruments.publish",
        sentence=gettext_lazy("{what}: {record}."),
        audience=followers,
        values=what_came,
        say=came,
        only=of_a_version,
        public=True,
    )
    register(
        "instruments.withdraw_version",
        sentence=gettext_lazy("A version was withdrawn, because it was published wrongly: {text}."),
        audience=who_saw,
        values=what_went,
        say=went,
        address=where_it_was,
        about=what_is_left,
        only=by_itself,
        public=True,
        followers=False,
    )
    register(
        "instruments.take_version_back_up",
        sentence=gettext_lazy("A version that was withdrawn is published again: {record}."),
        audience=followers,
        only=of_a_text,
        public=True,
    )
    register(
        "instruments.withdraw_language",
        sentence=gettext_lazy(
            "A language of {record} was withdrawn, because it was published wrongly: {language}."
        ),
        audience=followers,
        values=lambda entry: {"language": entry.old.get("language", "")},
        say=in_language,
        only=of_a_text,
        public=True,
    )
    state = gettext_lazy("State of {record}: {state}.")
    for name in MOVES:
        register(
            f"instruments.{name}",
            sentence=state,
            audience=followers,
            values=new_state,
            say=in_state,
            public=True,
        )
    register(
        "instruments.change_version",
        sentence=gettext_lazy("What is known of a version was corrected: {record}."),
        audience=followers,
        public=True,
    )
    for verb, sentence in (
        ("note_act", gettext_lazy("An act was noted of {record}: {act}.")),
        ("correct_act", gettext_lazy("An act that was noted of {record} was corrected.")),
        ("withdraw_act", gettext_lazy("An act that was noted of {record} was withdrawn.")),
    ):
        register(
            f"instruments.{verb}",
            sentence=sentence,
            audience=followers,
            values=which_act,
            say=act_in_words,
            public=True,
        )
    todo.register(files_of_texts, may=_secretariat)
    todo.register(concepts_to_confirm, may=_secretariat)


def _secretariat(user: Any) -> bool:
    return bool(is_secretariat.test(user))


def of_a_version(entry: AuditEntry) -> bool:
    """Whether an entry is about a version that somebody published: not a text, a file, what was reconstructed."""
    return entry.target.startswith("instruments.version:") and "language" in entry.new


def followers(entry: AuditEntry) -> QuerySet[User]:
    """Who follows the text of the version, its body, its series, or all texts, and may see the version today."""
    version = Version.objects.select_related("record", "instrument").get(pk=entry.record_id)
    return _following(version, version.record)


def _following(version: Version, seen: Record) -> QuerySet[User]:
    """Who follows the text of the version, its body, its series, or all texts. ``visible_remarks``: by whom, as of a record."""
    text = version.instrument
    of = [version.pk, text.pk, text.body_id, version.body_id, text.series_id]
    wanted = Subscription.objects.filter(
        Q(record__in=[each for each in of if each is not None])
        | Q(kind__in=("instrument", "version"))
    )
    return users_who_may_see(seen).filter(pk__in=wanted.values("user"))


def _withdrawal(entry: AuditEntry) -> Withdrawal | None:
    rows = Withdrawal.objects.select_related("version__instrument__record", "circle")
    return rows.filter(record=entry.record_id).first()


def by_itself(entry: AuditEntry) -> bool:
    """Whether an entry is of the version that was withdrawn, and not of what went with it."""
    found = _withdrawal(entry) if entry.target.startswith("instruments.version:") else None
    return found is not None and found.version_id == entry.record_id


def of_a_text(entry: AuditEntry) -> bool:
    """Whether an entry is of a version that somebody published, and not of what was reconstructed from it."""
    if not entry.target.startswith("instruments.version:"):
        return False
    return Version.objects.filter(pk=entry.record_id, reconstructed_from=None).exists()


def who_saw(entry: AuditEntry) -> QuerySet[User]:
    """Who follows a version that was withdrawn, or its text, and saw it before."""
    found = _withdrawal(entry)
    assert found is not None  # asked in by_itself
    return _following(found.version, Record(access=found.access, circle=found.circle))


def what_is_left(entry: AuditEntry) -> Record | None:
    """The text of a version that was withdrawn; nothing where it went with it: who is told reads its address alone."""
    found = _withdrawal(entry)
    assert found is not None  # asked in by_itself
    text = found.version.instrument.record
    return None if Withdrawal.objects.filter(record=text).exists() else text


def what_went(entry: AuditEntry) -> Mapping[str, Any]:
    """The address of what was withdrawn; and how its text is called, where that is still there."""
    left = what_is_left(entry)
    address = entry.record.address if entry.record is not None else ""
    if left is None:
        return {"address": address}
    titles = left.wordings.filter(field="title").exclude(text="")
    rows = titles.order_by("status", "pk").values_list("language", "text")
    return {"address": address, "titles": dict(rows)}


def went(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """What a version was of, in words: the title of the text, else the address."""
    titles = values.get("titles") or {}
    first = next(iter(titles.values()), values.get("address", ""))
    return {"text": titles.get(language, first)}


def where_it_was(values: Mapping[str, Any]) -> str:
    """The address that tells that it was withdrawn."""
    return Record(address=values["address"]).get_absolute_url() if values.get("address") else ""


def what_came(entry: AuditEntry) -> Mapping[str, Any]:
    """The language that was published, and whether with a new version."""
    return {"language": entry.new.get("language", ""), "fresh": "state" in entry.new}


def came(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """What was published, in words."""
    if values.get("fresh"):
        return {"what": _("New version")}
    return {"what": _("Also in %(language)s") % in_language(values, language)}


def in_language(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The name of a language, as it calls itself."""
    code = values.get("language", "")
    return {"language": LANGUAGES_BY_CODE[code].name if code in LANGUAGES_BY_CODE else code}


def new_state(entry: AuditEntry) -> Mapping[str, Any]:
    """The state that a version has now."""
    return {"state": entry.new.get("state", "")}


def in_state(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The state in words."""
    code = values.get("state", "")
    return {"state": VERSION.states.get(code, code)}


def which_act(entry: AuditEntry) -> Mapping[str, Any]:
    """What a body did."""
    return {"act": entry.new.get("kind", "")}


def act_in_words(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """What a body did, in words."""
    names = dict(ActKind.choices)
    return {"act": names.get(values.get("act", ""), values.get("act", ""))}


# What is asked of the secretariat.


def files_of_texts(user: Any) -> Iterator[TodoItem]:
    """Files that were read, or are about to be, and are not published; and those that could not be read."""
    found = imports.counts(user)
    count = found.get(READ, 0) + found.get(WAITING, 0)
    if count:
        words = ngettext(
            "%(count)s file of texts to look at and publish",
            "%(count)s files of texts to look at and publish",
            count,
        )
        url = f"{reverse('instruments:imports')}?state={READ if found.get(READ) else WAITING}"
        yield TodoItem(words % {"count": count}, url, count=count)
    count = found.get(UNREADABLE, 0)
    if count:
        words = ngettext(
            "%(count)s file of texts that could not be read",
            "%(count)s files of texts that could not be read",
            count,
        )
        url = f"{reverse('instruments:imports')}?state={UNREADABLE}"
        yield TodoItem(words % {"count": count}, url, count=count)


def concepts_to_confirm(user: Any) -> Iterator[TodoItem]:
    """Concepts that are proposed for texts: how many, and the text that has waited longest."""
    first: Any = tags.first_waiting(user)
    if first is None:
        return
    count = first.among
    words = ngettext(
        "%(count)s concept proposed for a text",
        "%(count)s concepts proposed for texts",
        count,
    )
    url = reverse("instruments:tags", args=[first.instrument.slug])
    yield TodoItem(words % {"count": count}, url, count=count)
