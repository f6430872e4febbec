"""Notifications about texts to their followers, and the secretariat's tasks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import register
from majlis.commons.notices.models import Subscription
from majlis.instruments.imports import queries
from majlis.instruments.lifecycle import READ, UNREADABLE, VERSION, WAITING
from majlis.instruments.models import ActKind, Version, Withdrawal
from majlis.instruments.tags import queries as tags_queries
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import AuditEntry, Reader, Record, User
from majlis.kernel.roles import is_secretariat
from majlis.look.bidi import text_for_reader
from majlis.look.languages import name_of

STATE_VERBS = (
    "propose_version",
    "adopt_version",
    "bring_version_into_force",
    "supersede_version",
    "mark_version_not_adopted",
    "repropose_version",
)


def register_notifications() -> None:
    """Register the notifications and the tasks; called once, from ``ready``."""
    published = pgettext_lazy("notice about a text", "{what}: {record}.")
    for verb in ("publish_import", "publish_adopted_text"):
        register(
            f"instruments.{verb}",
            sentence=published,
            audience=followers,
            values=publication_values,
            say=publication_context,
            only=is_published_version,
            public=True,
        )
    register(
        "instruments.withdraw_version",
        sentence=gettext_lazy("Version withdrawn because it was published in error: {text}."),
        audience=former_readers,
        values=withdrawal_values,
        say=withdrawal_context,
        address=withdrawal_url,
        about=remaining_text,
        only=is_main_withdrawal,
        public=True,
        followers=False,
    )
    register(
        "instruments.restore_version",
        sentence=gettext_lazy("Withdrawn version restored: {record}."),
        audience=followers,
        only=is_original_version,
        public=True,
    )
    register(
        "instruments.withdraw_language",
        sentence=gettext_lazy(
            "Text of {record} in one language withdrawn because it was published in error: "
            "{language}."
        ),
        audience=followers,
        values=lambda entry: {"language": entry.old.get("language", "")},
        say=language_context,
        only=is_original_version,
        public=True,
    )
    state = gettext_lazy("Status of {record}: {state}.")
    for name in STATE_VERBS:
        register(
            f"instruments.{name}",
            sentence=state,
            audience=followers,
            values=state_values,
            say=state_context,
            public=True,
        )
    register(
        "instruments.change_version",
        sentence=gettext_lazy("Version details corrected: {record}."),
        audience=followers,
        public=True,
    )
    for verb, sentence in (
        ("record_act", gettext_lazy("Decision on {record} recorded: {act}.")),
        ("correct_act", gettext_lazy("Record of a decision on {record} corrected.")),
        ("withdraw_act", gettext_lazy("Record of a decision on {record} withdrawn.")),
    ):
        register(
            f"instruments.{verb}",
            sentence=sentence,
            audience=followers,
            values=act_values,
            say=act_context,
            public=True,
        )
    for import_state, import_sentence in (
        (READ, read_sentence),
        (WAITING, waiting_sentence),
        (UNREADABLE, unreadable_sentence),
    ):
        todo.register_rows(
            partial(queries.import_list, state=import_state),
            sentence=import_sentence,
            url_name="instruments:imports",
            query=f"state={import_state}",
            may=_secretariat,
        )
    todo.register_rows(
        tags_queries.proposed_tags,
        sentence=tags_sentence,
        url_name="instruments:proposed_tags",
        may=_secretariat,
    )


def _secretariat(user: Reader) -> bool:
    return bool(is_secretariat.test(user))


def is_published_version(entry: AuditEntry) -> bool:
    """Whether the entry concerns a published version: no text, file or reconstructed version."""
    return entry.target.startswith("instruments.version:") and "language" in entry.new


def followers(entry: AuditEntry) -> QuerySet[User]:
    """Followers of the version's text, body, series or of all texts, who may see the version."""
    version = Version.objects.select_related("record", "instrument").get(pk=entry.record_id)
    return _subscribers(version, version.record)


def _subscribers(version: Version, record: Record) -> QuerySet[User]:
    """Followers of a version's text, body, series or of all texts, who may see ``record``."""
    text = version.instrument
    followed = [version.pk, text.pk, text.body_id, version.body_id, text.series_id]
    subscriptions = Subscription.objects.filter(
        Q(record__in=[each for each in followed if each is not None])
        | Q(kind__in=("instrument", "version"))
    )
    return users_who_may_see(record).filter(pk__in=subscriptions.values("user"))


def _withdrawal(entry: AuditEntry) -> Withdrawal | None:
    rows = Withdrawal.objects.select_related("version__instrument__record", "circle")
    return rows.filter(record=entry.record_id).first()


def is_main_withdrawal(entry: AuditEntry) -> bool:
    """Whether the entry is of the withdrawn version itself, not of a record withdrawn with it."""
    withdrawal = _withdrawal(entry) if entry.target.startswith("instruments.version:") else None
    return withdrawal is not None and withdrawal.version_id == entry.record_id


def is_original_version(entry: AuditEntry) -> bool:
    """Whether the entry is of a version that is not reconstructed."""
    if not entry.target.startswith("instruments.version:"):
        return False
    return Version.objects.filter(pk=entry.record_id, reconstructed_from=None).exists()


def former_readers(entry: AuditEntry) -> QuerySet[User]:
    """Followers of a withdrawn version or its text, who could see it before."""
    withdrawal = _withdrawal(entry)
    assert withdrawal is not None  # checked by is_main_withdrawal
    return _subscribers(
        withdrawal.version, Record(access=withdrawal.access, circle=withdrawal.circle)
    )


def remaining_text(entry: AuditEntry) -> Record | None:
    """The text of a withdrawn version; None where it was withdrawn too, so that only its address is shown."""
    withdrawal = _withdrawal(entry)
    assert withdrawal is not None  # checked by is_main_withdrawal
    text = withdrawal.version.instrument.record
    return None if Withdrawal.objects.filter(record=text).exists() else text


def withdrawal_values(entry: AuditEntry) -> Mapping[str, str | dict[str, str]]:
    """The address of the withdrawn version, and the titles of its text where that remains."""
    text = remaining_text(entry)
    address = entry.record.address if entry.record is not None else ""
    if text is None:
        return {"address": address}
    titles = text.wordings.filter(field="title").exclude(text="")
    rows = titles.order_by("status", "pk").values_list("language", "text")
    return {"address": address, "titles": dict(rows)}


def withdrawal_context(
    values: Mapping[str, str | dict[str, str]], language: str
) -> Mapping[str, str | dict[str, str]]:
    """The title of the text in a language, else the address."""
    titles, address = values.get("titles"), values.get("address", "")
    if not isinstance(titles, dict):
        return {"text": address}
    return {"text": text_for_reader(titles, language) or address}


def withdrawal_url(values: Mapping[str, str]) -> str:
    """The address that says that it was withdrawn."""
    return Record(address=values["address"]).get_absolute_url() if values.get("address") else ""


def publication_values(entry: AuditEntry) -> Mapping[str, str | bool]:
    """The published language, and whether the version is new."""
    return {"language": entry.new.get("language", ""), "fresh": "state" in entry.new}


def publication_context(values: Mapping[str, str], language: str) -> Mapping[str, str]:
    """What was published, in words."""
    if values.get("fresh"):
        return {"what": pgettext("notice about a text", "New version")}
    return {"what": _("Also in %(language)s") % language_context(values, language)}


def language_context(values: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The name of a language in the reader's language."""
    return {"language": name_of(values.get("language"))}


def state_values(entry: AuditEntry) -> Mapping[str, str]:
    """The new state of a version."""
    return {"state": entry.new.get("state", "")}


def state_context(values: Mapping[str, str], language: str) -> Mapping[str, StrOrPromise]:
    """The name of the state."""
    code = values.get("state", "")
    return {"state": VERSION.states.get(code, code)}


def act_values(entry: AuditEntry) -> Mapping[str, str]:
    """The kind of the act."""
    return {"act": entry.new.get("kind", "")}


def act_context(values: Mapping[str, str], language: str) -> Mapping[str, StrOrPromise]:
    """The name of the kind of act."""
    names = dict(ActKind.choices)
    return {"act": names.get(values.get("act", ""), values.get("act", ""))}


# Tasks of the secretariat.


def read_sentence(count: int) -> str:
    """How many imports are read and not published."""
    words = ngettext(
        "%(count)s imported file to check and publish",
        "%(count)s imported files to check and publish",
        count,
    )
    return words % {"count": count}


def waiting_sentence(count: int) -> str:
    """How many imports wait for the worker, or are being read."""
    words = ngettext(
        "%(count)s imported file being processed", "%(count)s imported files being processed", count
    )
    return words % {"count": count}


def unreadable_sentence(count: int) -> str:
    """How many imports could not be read."""
    words = ngettext(
        "%(count)s imported file that could not be processed",
        "%(count)s imported files that could not be processed",
        count,
    )
    return words % {"count": count}


def tags_sentence(count: int) -> str:
    """How many concepts are proposed for texts; weak similarities do not count."""
    words = ngettext(
        "%(count)s concept proposed for a text",
        "%(count)s concepts proposed for texts",
        count,
    )
    return words % {"count": count}
