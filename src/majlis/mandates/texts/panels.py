"""Panels about mandates on the pages of provisions, versions and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts import form_names
from majlis.commons.notices import todo
from majlis.instruments import extension_points
from majlis.instruments.lifecycle import IN_FORCE, NOT_ADOPTED, SUPERSEDED
from majlis.instruments.models import Provision, Version
from majlis.kernel.actor import Actor
from majlis.kernel.languages import direction
from majlis.kernel.models import Reader, Record
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates.changes import comparison_panel, version_diff
from majlis.mandates.core import display
from majlis.mandates.core.display import Context
from majlis.mandates.core.representation import MEMBER_ROLES, reviewable_versions
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.extraction import queries as extraction_queries
from majlis.mandates.extraction import tables
from majlis.mandates.extraction import tasks as extraction_tasks
from majlis.mandates.extraction.former_version import former_versions_to_check
from majlis.mandates.extraction.notifications import findings_sentence
from majlis.mandates.extraction.progress import search_steps
from majlis.mandates.extraction.tables import (
    check_findings,
    findings_url,
    parse_moment,
    preferred_title,
    rejection_context,
)
from majlis.mandates.lifecycle import REJECTED, WAITING
from majlis.mandates.models.choices import Force, LegalStatus
from majlis.mandates.register.tables import commitment_count
from majlis.mandates.texts import queries


def register_panels() -> None:
    """Register to-do items, names of drafts, and panels beside texts; called once when the site starts."""
    todo.register_rows(
        extraction_queries.waiting_findings,
        sentence=findings_sentence,
        url_name="mandates:findings",
        code="findings",
        name=_("findings to check"),
        may=lambda user: reviewable_versions(user) is not None,
    )
    form_names.register("mandates.finding", _("Check of a finding"))
    form_names.register("mandates.correct_source", _("Correction of a mandate"))
    form_names.register("mandates.revoke_acceptance", _("Withdrawal of an acceptance"))
    extension_points.register_section(
        "provision", "mandates/texts/provision_panel.html", provision_panel
    )
    extension_points.register_annotation("provision", "mandates_here", queries.provision_json)
    extension_points.register_annotation("version", "findings_waiting", queries.waiting_json)
    extension_points.register_annotation("compare", "asked_of", version_diff.sources_json)
    extension_points.register_annotation("compare", "lineages", version_diff.lineages_json)
    extension_points.register_annotation(
        "compare", "finding_counts", version_diff.finding_counts_json
    )
    extension_points.register_section(
        "compare", "mandates/changes/comparison_panel.html", comparison_panel.comparison_context
    )
    extension_points.register_section("version", "mandates/texts/version_panel.html", version_panel)
    extension_points.register_annotation("version", "commitments", queries.commitments_json)
    extension_points.register_annotation("version", "is_searched", queries.is_searched)
    extension_points.register_section(
        "published", "mandates/texts/published_panel.html", published_panel
    )
    extension_points.register_next_step(extraction_tasks.extract_findings_of_version, findings_link)
    extension_points.register_consequence("mandates", mandates_sentence)


def provision_panel(request: HttpRequest, provision: Provision) -> Context | None:
    """The mandates of a provision: accepted ones, rejected findings, alternative readings."""
    user = request.user
    panel: dict[str, list[JsonRow]] = provision.mandates_here  # type: ignore[attr-defined]
    sources, findings, readings = panel["asked"], panel["found"], panel["others"]
    waiting = [each["pk"] for each in findings if each["state"] == WAITING]
    decides = user.is_authenticated and may(Actor.of(request), "mandates.add_finding", provision)
    own_organisations = (
        {each.scope_id for each in user.appointments_today() if each.role in MEMBER_ROLES}
        if user.is_authenticated
        else set()
    )
    may_state_mandate = provision.kind in ("operative", "preambular", "paragraph")
    if not (sources or findings or readings or decides or may_state_mandate):
        return None
    return {
        "provision": provision,
        "mandates": [_source_context(each) for each in sources],
        "rejected": [
            rejection_context(
                finding["reason"],
                finding["reason_language"],
                finding["office"],
                parse_moment(finding["when"]),
            )
            for finding in findings
            if finding["state"] == REJECTED
        ],
        "undecided": bool(waiting),
        "waiting": waiting if decides else [],
        "others": [
            each
            | {
                "member": preferred_title(each["titles"]),
                "url": Record(address=each["address"]).get_absolute_url(),
                "direction": direction(each["language"]),
                "when": parse_moment(each["when"]),
                "mine": each["organisation"] in own_organisations,
                "of": _version_link(provision.version_id, each),
            }
            for each in readings
        ],
        "add": decides,
        "member": bool(own_organisations),
    }


def _version_link(version: int, reading: JsonRow) -> parts.Link | None:
    """A link to the version that a reading is about, unless it is the version shown."""
    if reading["version"] == version:
        return None
    url = Record(address=reading["version_address"]).get_absolute_url()
    return parts.Link(reading["version_slug"], url)


def _source_context(source: JsonRow) -> Context:
    own = {f: span for f, span in source["witness"].items() if f not in source["witness_of"]}
    return {
        "slug": source["slug"],
        "url": Record(address=source["address"]).get_absolute_url(),
        "force": source["force"],
        "words": tables.marked_text(source["words"] or "", own),
        "language": source["language"],
        "direction": direction(source["language"]),
        "found": tables.methods_text(source["found_by"]),
        "by": display.decider_label(source["office"]),
        "when": parse_moment(source["when"]),
        "quoted": source["quoted"],
    }


def mandates_sentence(user: Reader, version: Version) -> str:
    """What the status of a version means for its mandates: how many are in force, not yet, or no longer."""
    if version.state == IN_FORCE:
        status = LegalStatus.IN_FORCE
    else:
        status = LegalStatus.PAST if version.state == SUPERSEDED else LegalStatus.IF_ADOPTED
    count = queries.count_mandates(user, version, status)
    if not count or version.state == NOT_ADOPTED:
        return ""
    sentences = {
        LegalStatus.IN_FORCE: ngettext(
            "%(count)s mandate is now in force.", "%(count)s mandates are now in force.", count
        ),
        LegalStatus.IF_ADOPTED: ngettext(
            "%(count)s mandate is not yet in force.",
            "%(count)s mandates are not yet in force.",
            count,
        ),
        LegalStatus.PAST: ngettext(
            "%(count)s mandate is no longer in force.",
            "%(count)s mandates are no longer in force.",
            count,
        ),
    }
    return sentences[status] % {"count": formats.number(count, get_language() or "en")}


def version_panel(request: HttpRequest, version: Version) -> Context | None:
    """The commitments of a version; for those who decide on findings, also how many wait or are searched for; else None."""
    link = _commitments_link(version)
    decides = may(Actor.of(request), "mandates.accept_finding", version)
    count = getattr(version, "findings_waiting", 0) if decides else 0
    steps = (
        search_steps(Actor.of(request), version)
        if decides and getattr(version, "is_searched", False)
        else []
    )
    if not count and not steps and link is None:
        return None
    return {
        "commitments": link,
        "check": check_findings(count) if count else "",
        "url": findings_url(version),
        "steps": steps,
    }


def _commitments_link(version: Version) -> parts.Link | None:
    """The link to the commitments in force that a version states, with their number; None where it states none."""
    count = getattr(version, "commitments", 0)
    if not count:
        return None
    query = urlencode({"text": version.instrument.slug, "force": Force.COMMITS})
    return parts.Link(commitment_count(count), f"{reverse('mandates:register')}?{query}")


def findings_link(request: HttpRequest, versions: Sequence[Version]) -> parts.Link | None:
    """The link to the waiting findings of these versions that the reader may check; None without any."""
    waiting = extraction_queries.waiting_findings(request.user).filter(version__in=versions)
    counts = dict(waiting.order_by().values_list("version").annotate(Count("pk")))
    if not counts:
        return None
    url = reverse("mandates:findings")
    if len(counts) == 1:
        url = reverse("mandates:version_findings", args=list(counts))
    return parts.Link(check_findings(sum(counts.values())), url)


def published_panel(request: HttpRequest, versions: Sequence[Version]) -> Context | None:
    """The earlier versions whose findings should be checked before those of these versions; None without any."""
    found = former_versions_to_check(
        request.user, [each for each in versions if each.reconstructed_from_id is None]
    )
    formers = {each.version.pk: (each, findings_url(each.version)) for each in found.values()}
    return {"formers": list(formers.values())} if formers else None
