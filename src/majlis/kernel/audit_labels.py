"""Labels of audit values: how a history names the keys of audit entries, and how it shows their values.

A room registers them as data, beside its verbs::

    register_audit_labels("mandates", {"due": AuditLabel(pgettext_lazy("history", "Due date"), Shown.DATE)})
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Reader
from majlis.kernel.renames import current_verb

type Choices = Sequence[tuple[str, StrOrPromise]]

type Value = tuple[str, str]
"""The address of the record that a value belongs to ("" if the value is itself an address), and the value."""
type Links = Mapping[Value, str]
"""Links to values as HTML, for those that the reader may see."""

ANY_KEY = "*"
"""The key of a label for all keys of a scope that have none of their own."""


class Shown(Enum):
    """How a history shows the values of a key."""

    TEXT = auto()
    DATE = auto()
    """A full or partial date, or a time."""
    RECORD = auto()
    """The address of a record; a primary key is not shown."""
    LANGUAGE = auto()
    """The code of a language, or a list of codes."""
    NAME = auto()
    """The name of a person or an organization; a primary key is not shown."""
    NUMBER = auto()
    """The number of a part of the record that the entry is about: it does not change."""
    COUNT = auto()
    """A list, of which the number of items is shown."""
    HIDDEN = auto()
    """For programs only: hashes of files, primary keys."""


@dataclass(frozen=True)
class AuditLabel:
    """The label of a key, and how its values are shown.

    ``choices``: the codes that a value may be, with their labels. ``language``: the key of the same
    entry that names the language of a text. ``links``: gives the links to the values of a page of entries at
    once, where a value is an address or an identifier that readers do not know.
    """

    label: StrOrPromise
    shown: Shown = Shown.TEXT
    choices: Choices | Callable[[], Iterable[tuple[str, StrOrPromise]]] = ()
    language: str = ""
    links: Callable[[Collection[Value], Reader], Links] | None = None

    def labels_of_choices(self) -> Mapping[str, StrOrPromise]:
        """The labels of the codes that a value may be."""
        return dict(self.choices() if callable(self.choices) else self.choices)


HIDDEN = AuditLabel("", Shown.HIDDEN)
"""The label of keys that histories do not show."""

AUDIT_LABELS: dict[str, dict[str, AuditLabel]] = {}
"""Scope -> key -> label. A scope is a verb, the model of a target, a room, or "" for all of them."""


def register_audit_labels(scope: str, labels: Mapping[str, AuditLabel]) -> None:
    """Register labels of the keys of a verb, of a model (``app.model``), or of all verbs of a room."""
    AUDIT_LABELS.setdefault(scope, {}).update(labels)


def audit_label(verb: str, target: str, key: str) -> AuditLabel | None:
    """The label of a key in an entry, by the narrowest scope; None where none is registered.

    ``target``: that of the entry (``comments.comment:7``). The language of a key (``title.en``) is left out.
    """
    name, table = current_verb(verb), target.partition(":")[0]
    field = split_key(key)[0]
    for scope in (name, table, name.partition(".")[0], table.partition(".")[0], ""):
        labels = AUDIT_LABELS.get(scope, {})
        if label := labels.get(field) or labels.get(ANY_KEY):
            return label
    return None


def split_key(key: str) -> tuple[str, str]:
    """The field and the language of a key: ``title.en`` gives ``title`` and ``en``, others no language."""
    field, _dot, code = key.rpartition(".")
    return (field, code) if field and code in LANGUAGES_BY_CODE else (key, "")
