"""The verb by which other rooms publish a text that a body adopted, such as the conclusions of a meeting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from majlis.instruments.acts.actions import (
    ACT_FIELDS,
    ActValues,
    create_act,
    supersede_others,
)
from majlis.instruments.core.editing import lock_instrument
from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Instrument, Version
from majlis.instruments.publication.build import (
    VersionFacts,
    create_instrument,
    create_language,
    create_version,
)
from majlis.kernel.editing import audit_values
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.textkit.model import Text


@verb("instruments.publish_adopted_text")
def publish_adopted_text(
    act: Act,
    texts: Sequence[Text],
    /,
    *,
    facts: VersionFacts,
    authentic: Collection[str],
    deciding: ActValues,
    readers_of: Record,
    instrument: Instrument | None = None,
    version: Version | None = None,
) -> Version:
    """Publish a text that a body adopted, in one or more languages; it is in force.

    ``texts``: one a language, with the same tree, the first authentic one first. ``authentic``: the languages
    in which the body adopted it. ``deciding``: the act of the body. ``readers_of``: a new text has the
    access of this record. Without ``instrument`` the text is new; with it, the version follows its last
    one, which is superseded; with ``version``, the texts are further languages of that one. Raises
    InvalidInput for an act that cannot be, and TextError for a language that cannot be aligned.
    """
    pending = list(texts)
    if version is None:
        first = pending.pop(0)
        own = replace(facts, state=IN_FORCE, authentic=first.language in authentic)
        if instrument is None:
            instrument = create_instrument(first, own)
            record = instrument.record
            record.access, record.circle = readers_of.access, readers_of.circle
            record.save(update_fields=["access", "circle"])
            act.note(instrument, new={"symbol": instrument.symbol, "kind": instrument.kind})
        else:
            lock_instrument(instrument.pk)
        version = create_version(instrument, first, own)
        act.note(version, new={"state": version.state, "language": first.language})
        recorded = create_act(version, deciding)
        act.note(version, new={"act": recorded.pk} | audit_values(recorded, ACT_FIELDS))
        supersede_others(act, version)
    else:
        lock_instrument(version.instrument_id)
    known = set(version.languages.values_list("language", flat=True))
    for text in pending:
        if text.language not in known:
            create_language(version, text, replace(facts, authentic=text.language in authentic))
            act.note(version, new={"language": text.language})
    if not act.entries:
        act.unchanged()
    return version
