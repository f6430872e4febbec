"""What of texts is told to those who follow them, and what waits for the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from majlis.commons.notices import asked
from majlis.commons.notices.asked import Asked
from majlis.commons.notices.events import register
from majlis.commons.notices.happen import admitted
from majlis.commons.notices.models import Subscription
from majlis.instruments.lifecycle import READ, UNREADABLE, VERSION, WAITING
from majlis.instruments.models import ActKind, Version
from majlis.instruments.queries import imports, tags
from majlis.kernel.languages import BY_CODE
from majlis.kernel.models import AuditEntry, User
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
    asked.register(imports_to_publish, may=_secretariat)
    asked.register(unreadable_imports, may=_secretariat)
    asked.register(concepts_to_confirm, may=_secretariat)


def _secretariat(user: Any) -> bool:
    return bool(is_secretariat.test(user))


def of_a_version(entry: AuditEntry) -> bool:
    """Whether an entry is about a version that somebody published: not a text, a file, what was reconstructed."""
    return entry.target.startswith("instruments.version:") and "language" in entry.new


def followers(entry: AuditEntry) -> QuerySet[User]:
    """Who follows the text of the version, its body, its series, or all texts, and may see the version today."""
    version = Version.objects.select_related("record", "instrument").get(pk=entry.record_id)
    text = version.instrument
    of = [text.pk, text.body_id, version.body_id, text.series_id]
    wanted = Subscription.objects.filter(
        Q(record__in=[each for each in of if each is not None]) | Q(kind="instrument")
    )
    return admitted(version.record).filter(pk__in=wanted.values("user"))


def what_came(entry: AuditEntry) -> Mapping[str, Any]:
    """The language that was published, and whether with a new version."""
    return {"language": entry.new.get("language", ""), "fresh": "state" in entry.new}


def came(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """What was published, in words."""
    if values.get("fresh"):
        return {"what": _("New version")}
    code = values.get("language", "")
    name = BY_CODE[code].name if code in BY_CODE else code
    return {"what": _("Also in %(language)s") % {"language": name}}


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


def imports_to_publish(user: Any) -> Iterator[Asked]:
    """Files that were read, or are about to be, and are not published."""
    found = imports.counts(user)
    count = found.get(READ, 0) + found.get(WAITING, 0)
    if count:
        words = ngettext(
            "%(count)s file of texts to look at and publish",
            "%(count)s files of texts to look at and publish",
            count,
        )
        url = f"{reverse('instruments:imports')}?state={READ if found.get(READ) else WAITING}"
        yield Asked(words % {"count": count}, url, count=count)


def unreadable_imports(user: Any) -> Iterator[Asked]:
    """Files that could not be read."""
    count = imports.imports(user, UNREADABLE).count()
    if count:
        words = ngettext(
            "%(count)s file of texts that could not be read",
            "%(count)s files of texts that could not be read",
            count,
        )
        url = f"{reverse('instruments:imports')}?state={UNREADABLE}"
        yield Asked(words % {"count": count}, url, count=count)


def concepts_to_confirm(user: Any) -> Iterator[Asked]:
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
    yield Asked(words % {"count": count}, url, count=count)
