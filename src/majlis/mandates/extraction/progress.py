"""How far the search of a text for mandates is."""

from __future__ import annotations

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.work import KINDS, work_of
from majlis.kit.work import work_steps
from majlis.look import parts
from majlis.mandates.extraction.tasks import extract_findings_of_version


def search_steps(actor: Actor, version: Version) -> list[parts.WorkStep]:
    """How far the search of a version for mandates is, as one step; empty where it is done or not known. One query."""
    code = KINDS[extract_findings_of_version.module_path].code
    works = [work for work in work_of(version) if work.kind.code == code]
    return [step for step in work_steps(actor, works) if step.phase != "done"]
