"""Clear findings: each field was read from the wording, each name is known, and nobody has begun to edit it.

They can be accepted together, after a look at their list. All others need a look at their own page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Upper
from django.utils.translation import get_language

from majlis.instruments.models import Version
from majlis.kernel.models import Wording
from majlis.mandates.core.addressees import BODY_SEPARATOR, body_chain
from majlis.mandates.core.rows import JsonRow, entity_title
from majlis.mandates.extraction.extract import is_detail
from majlis.mandates.extraction.fields import NAME_FIELDS, fields_of_finding
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Entity, Finding
from majlis.mandates.models.choices import Force


def clear_findings(
    version: Version,
    findings: Iterable[Finding],
    *,
    former_waits: bool,
    known: KnownNames | None = None,
) -> list[Finding]:
    """Those of the findings of ``findings_of_version`` that are clear. One query at most.

    There are none as long as a former version waits to be checked: accepted before it, each would count as new.
    ``known``: the ``known_names`` of at least these findings, where they were read before.
    """
    candidates = [each for each in findings if _is_read_from_wording(each)]
    if former_waits or not candidates:
        return []
    known = known or known_names(version, candidates)
    return [
        each
        for each in candidates
        if not getattr(each, "has_source", False)
        and not getattr(each, "has_draft", False)
        and not new_names(each, known)
    ]


def _is_read_from_wording(finding: Finding) -> bool:
    """Whether the rules read force and addressees of a mandate of its own, which no person has touched."""
    fields, engine_fields = fields_of_finding(finding.extracted), finding.extracted
    witness = engine_fields.get("witness") or {}
    return bool(
        finding.state == WAITING
        and finding.kind == Finding.Kind.MANDATE
        and finding.made_by_id is None
        and finding.continues_id is None
        and not is_detail(engine_fields)
        and not engine_fields.get("quoted")
        and not engine_fields.get("split")
        and not engine_fields.get("inferred")
        and engine_fields.get("force") in Force.values
        and fields["asked"]
        and fields["action"]
        and {"verb", "actors"} <= witness.keys()
    )


@dataclass(frozen=True)
class KnownNames:
    """The names in findings that an entity has."""

    spellings: set[str]
    """In its lexicon or as its title, in lower case."""
    titles: Mapping[str, str]
    """Those in its lexicon -> its title for the reader."""


def new_names(finding: Finding, known: KnownNames) -> list[str]:
    """The names of a finding that no entity has; ``known``: its ``known_names``."""
    names = [name for key in NAME_FIELDS.values() for name in finding.extracted.get(key) or ()]
    pairs = zip(names, _names_of(finding.extracted), strict=True)
    return [name for name, spellings in pairs if not spellings & known.spellings]


def _names_of(engine_fields: JsonRow) -> list[set[str]]:
    """For each entity that a finding names: its name from the engine, and as the text has it."""
    written = dict(
        zip(
            engine_fields.get("actors") or (),
            engine_fields.get("actor_words") or (),
            strict=False,
        )
    )
    names = [name for key in NAME_FIELDS.values() for name in engine_fields.get(key) or ()]
    return [{_plain(each) for each in (name, written.get(name, "")) if each} for name in names]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def known_names(version: Version, findings: Iterable[Finding]) -> KnownNames:
    """The names in these findings that an entity has, in its lexicon or as its title. One query."""
    names = {
        " ".join(str(name).split())
        for finding in findings
        for key in (*NAME_FIELDS.values(), "actor_words")
        for name in finding.extracted.get(key) or ()
    }
    bodies = body_chain(version.instrument.body)
    of_bodies = {f"{name}{BODY_SEPARATOR}{slug}": name for name in names for slug in bodies}
    entries = {name: name for name in names} | of_bodies
    titles = Wording.objects.filter(record__kind="entity", field="title").annotate(
        upper=Upper("text")
    )
    named = titles.filter(upper__in=[name.upper() for name in names])
    by_lexicon = Entity.objects.filter(lexicon__overlap=list(entries))
    title = entity_title("pk", get_language() or "en")
    lines = by_lexicon.order_by().annotate(
        name=Func("lexicon", function="unnest", output_field=TextField()), called=title
    )
    texts = named.order_by().values(name=F("text"), called=Value("", TextField()))
    rows = list(lines.values("name", "called").union(texts).order_by("name"))
    return KnownNames(
        {_plain(entries.get(row["name"], row["name"])) for row in rows},
        {row["name"]: row["called"] for row in rows if row["called"]},
    )
