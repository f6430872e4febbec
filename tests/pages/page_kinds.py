"""All addresses of the site, and an example page for each kind of page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from majlis.mandates.models import Clause
from majlis.site.moved_addresses import redirect_moved


@dataclass(frozen=True)
class PageKind:
    """A kind of page: the name of its URL, where one such page is, who looks at it.

    ``where`` gives the keyword arguments of the URL, from the world of the demonstration. ``who`` is
    the role of a demonstration's person, or "" for somebody who has not signed in.
    """

    url_name: str
    where: Callable[[Any], dict[str, Any]] = lambda world: {}
    who: str = ""
    query: str = ""
    status: int = 200


def url_names(patterns: list[Any] | None = None, namespace: str = "") -> Iterator[str]:
    """The name of every URL pattern, with its namespace; a pattern without a name gives its route."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = ":".join(filter(None, [namespace, each.namespace]))
            yield from url_names(each.url_patterns, inner)
        elif each.callback is redirect_moved:
            continue  # former addresses: tests/site/test_moved_addresses.py
        elif isinstance(each, URLPattern):
            yield ":".join(filter(None, [namespace, each.name or str(each.pattern)]))


def portal_history(world: Any) -> dict[str, Any]:
    """A record with a history."""
    return {"address": world.record.address}


def wsis_cell(world: Any) -> dict[str, Any]:
    """A cell of the WSIS-SDG matrix."""
    return {"key": "wsis-sdg", "row": "C2", "column": "9"}


def arguments_of(
    name: str, argument: str = "key", attribute: str = "pk"
) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about one thing of the world."""
    return lambda world: {argument: getattr(world.things[name], attribute)}


def organisation(world: Any) -> dict[str, Any]:
    """The organization for which the demonstration's focal point speaks."""
    return {"number": world.things["organisation"].number}


def alias(world: Any) -> dict[str, Any]:
    """Another name of a body of the profile."""
    from majlis.parties.models import BodyAlias

    found = BodyAlias.objects.select_related("body").order_by("pk")[0]
    return {"slug": found.body.slug, "pk": found.pk}


def holding(world: Any) -> dict[str, Any]:
    """Somebody who held an office."""
    seat = world.things["office"]
    return {"slug": seat.slug, "pk": seat.holdings.order_by("pk")[0].pk}


def untranslated(world: Any) -> dict[str, Any]:
    """Words that nobody translates yet."""
    return {"record": world.things["wanted"].pk, "field": "title", "source": "en", "target": "ar"}


def mailed_link(kind: str) -> Callable[[Any], dict[str, Any]]:
    """A link of the parties that was mailed about a thing of this kind."""

    def where(world: Any) -> dict[str, Any]:
        from majlis.parties.mail import make_token
        from majlis.parties.models import Delegation, Registration

        if kind == "registration":
            return {"token": make_token(kind, Registration.objects.order_by("-pk")[0])}
        return {"kind": kind, "token": make_token(kind, Delegation.objects.order_by("-pk")[0])}

    return where


def action_line(world: Any) -> dict[str, Any]:
    """The address of an action line."""
    return {"address": "concepts/action-lines/C2"}


def version_arguments(
    name: str = "text", **more: Callable[[Any], Any]
) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about one version of a text, and more of them from the world's things."""

    def where(world: Any) -> dict[str, Any]:
        version = world.things[name]
        found = {"slug": version.instrument.slug, "version": version.slug}
        return found | {key: of(world.things) for key, of in more.items()}

    return where


def instrument_arguments(name: str = "text") -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about a text, whatever its version."""
    return lambda world: {"slug": world.things[name].instrument.slug}


def provision_of_text(world: Any) -> dict[str, Any]:
    """The arguments of a page about a provision, whatever the version of its text."""
    provision = world.things["provision"]
    return {"slug": provision.version.instrument.slug, "eid": provision.eid}


def act_arguments(world: Any) -> dict[str, Any]:
    """The arguments of a page about an act."""
    act = world.things["act"]
    return {**version_arguments()(world), "pk": act.pk}


ACTS_OF_VERSIONS = (
    "record_act",
    "adopt_version_by_act",
    "propose_version",
    "adopt_version",
    "bring_version_into_force",
    "supersede_version",
    "mark_version_not_adopted",
    "repropose_version",
)


def two_versions(world: Any) -> dict[str, Any]:
    """Two versions of a text that have a language in common."""
    former, text = world.things["former"], world.things["text"]
    return {"slug": former.instrument.slug, "version": former.slug, "other": text.slug}


def review_item(world: Any) -> dict[str, Any]:
    """A mandate of a frozen set."""
    item = world.things["review_item"]
    return {"slug": world.things["frozen"].slug, "mandate": item.mandate.slug}


def mandate_arguments(name: str = "mandate", **more: str) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about a mandate; ``more``: argument -> the thing whose ordinal it is."""
    return lambda world: {
        "slug": world.things[name].slug,
        **{key: world.things[thing].ordinal for key, thing in more.items()},
    }


def part_of_mandate(model: str) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about the first row of a model that belongs to a mandate, or to its deliverable."""

    def where(_world: Any) -> dict[str, Any]:
        from majlis.mandates import models

        row = getattr(models, model).objects.order_by("pk")[0]
        found = {"slug": row.mandate.slug, "key": row.pk}
        deliverable = getattr(row, "deliverable", None)
        return found | ({"number": deliverable.ordinal} if deliverable else {})

    return where


def published_import(world: Any) -> dict[str, Any]:
    """The import that published the text."""
    from majlis.instruments.models import Destination

    return {
        "key": Destination.objects.get(result=world.things["text"], published_as="instrument").of_id
    }


def proposed_lead(_world: Any) -> dict[str, Any]:
    """An entity that is proposed as lead of a mandate."""
    from majlis.mandates.models import Assignment

    proposals = Assignment.objects.filter(state="proposed", part="lead").order_by("pk")
    return {"slug": proposals.select_related("entity")[0].entity.slug}


def awaiting_lead(_world: Any) -> dict[str, Any]:
    """A mandate for which a lead is proposed."""
    from majlis.mandates.lifecycle import ONGOING
    from majlis.mandates.models import Mandate

    proposed = Mandate.objects.filter(
        lifecycle_state__in=ONGOING, assignments__state="proposed", assignments__part="lead"
    )
    return {"slug": proposed.order_by("pk")[0].slug}


# Pages with the form of a verb of mandates -> the verbs.
FORMS_OF_MANDATES: dict[Callable[[Any], dict[str, Any]], str] = {
    mandate_arguments(): (
        "add_assignment propose_contributor complete_mandate merge_mandate replace_mandate pause_mandate "
        "lapse_mandate revive_mandate add_alias add_deliverable publish_statement add_resource add_evaluation"
    ),
    mandate_arguments("waiting mandate"): "record_occurrence publish_response",
    mandate_arguments(number="deliverable"): (
        "submit_document set_progress add_step change_deliverable withdraw_deliverable merge_deliverables "
        "unmerge_deliverable"
    ),
    mandate_arguments(number="statement"): "correct_statement withdraw_statement",
    part_of_mandate("Assignment"): "decline_assignment end_assignment change_assignment",
    part_of_mandate("Alias"): "withdraw_alias",
    part_of_mandate("OverdueNotice"): "explain_delay",
    part_of_mandate("Submission"): "correct_submission withdraw_submission",
    part_of_mandate("Step"): "change_step withdraw_step complete_step delegate_step",
    part_of_mandate("Occurrence"): "withdraw_occurrence",
    part_of_mandate("Response"): "correct_response withdraw_response",
    part_of_mandate("Resource"): "change_resource withdraw_resource",
    part_of_mandate("Evaluation"): "correct_evaluation withdraw_evaluation",
}


def conclusion_arguments(
    name: str = "conclusion", **more: Callable[[Any], int]
) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about a conclusion; ``more`` from the world's things."""
    return lambda world: {
        "slug": world.things["meeting"].slug,
        "number": world.things[name].number,
        **{key: of(world.things) for key, of in more.items()},
    }


def item_serial(world: Any) -> dict[str, Any]:
    """The arguments of a page about an item of the agenda, by the number in its address."""
    item = world.things["item"]
    number = int(item.record.address.rpartition("/")[2])
    return {"slug": item.meeting.slug, "number": number}


def part_of_meeting(name: str = "") -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about the participants of the meeting, or about a part of it."""
    return lambda world: {
        "slug": world.things["meeting"].slug,
        **({"key": world.things[name].pk} if name else {}),
    }


def part_of_floor(name: str, argument: str = "sitting") -> Callable[[Any], dict[str, Any]]:
    """The arguments of an act on a sitting of the meeting, or on a turn at it."""
    return lambda world: {
        "slug": world.things["meeting"].slug,
        argument: world.things[name].pk,
    }


def part_of_agenda(name: str) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about an item of an agenda, or about what was presented at one."""

    def where(world: Any) -> dict[str, Any]:
        thing = world.things[name]
        item = getattr(thing, "item", thing)
        number = int(item.record.address.rpartition("/")[2])
        key = {"key": thing.pk} if item is not thing else {}
        return {"slug": item.meeting.slug, "number": number, **key}

    return where


def part_of_document(name: str) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about a later version of a document, or about one of its sources."""
    return lambda world: {
        "slug": world.things[name].document.slug,
        "key": world.things[name].pk,
    }


def rules_of_body(**more: str) -> Callable[[Any], dict[str, Any]]:
    """The arguments of a page about the rules of a body for its documents."""
    return lambda world: {"slug": world.things["meeting_body"].slug, **more}


# Forms of contributions -> who looks at them.
FORMS_OF_CONTRIBUTIONS: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "create_document upload_document": ("focal_point", part_of_meeting()),
    "change_document submit_document ask_for_signature withdraw_document": (
        "focal_point",
        arguments_of("draft_document", "slug", "slug"),
    ),
    "accept_document return_document refuse_document": (
        "secretariat",
        arguments_of("submitted_document", "slug", "slug"),
    ),
    "post_document": ("secretariat", arguments_of("accepted_document", "slug", "slug")),
    "create_version": ("focal_point", arguments_of("posted_document", "slug", "slug")),
    "sign_document decline_signature": ("focal_point", part_of_document("asked_source")),
    "change_version submit_version": ("focal_point", part_of_document("draft_version")),
    "return_version refuse_version post_version": (
        "secretariat",
        part_of_document("submitted_version"),
    ),
}
PROPOSED_CONCEPT = {"scheme": "action-lines", "code": "C2"}


def library_document(world: Any) -> dict[str, Any]:
    """A document with a revision, files and a place on the agenda."""
    return {"slug": world.things["library_document"].slug}


def version_of_document(version: str = "revision-1") -> Callable[[Any], dict[str, Any]]:
    """A version of that document."""
    return lambda world: library_document(world) | {"version": version}


PAGES: list[PageKind] = [
    PageKind("look:parts"),
    PageKind("look:appearance"),
    # The portal.
    PageKind("home"),
    PageKind("home", who="secretariat"),
    # The calendar, and the follow-up of a meeting that is a session of the register.
    PageKind("calendar"),
    PageKind("calendar", who="secretariat"),
    PageKind("calendar", query="?year=2014&kind=milestone"),
    PageKind("calendar", query="?view=month&month=2027-02"),
    PageKind("meeting_follow_up", part_of_meeting()),
    PageKind("meeting_follow_up", part_of_meeting(), "secretariat"),
    PageKind("mandates:tie_meeting", part_of_meeting(), "secretariat"),
    PageKind("mandates:untie_meeting", arguments_of("linked_session"), "secretariat"),
    PageKind("search"),
    PageKind("search", query="?q=infrastructure"),
    PageKind("search", query="?q=xyzzyx"),
    PageKind("help"),
    PageKind("about"),
    PageKind("accessibility"),
    PageKind("open_data"),
    PageKind("privacy"),
    PageKind("history", portal_history),
    PageKind("history", arguments_of("personal", "address", "address"), "secretariat"),
    PageKind("propose_redaction", arguments_of("personal", "address", "address"), "secretariat"),
    PageKind("redactions", who="administrator"),
    PageKind("redaction", arguments_of("redaction"), "administrator"),
    PageKind("redaction", arguments_of("redaction"), "secretariat"),
    PageKind("decide_redaction", arguments_of("redaction"), "administrator"),
    PageKind("withdraw_redaction", arguments_of("redaction"), "secretariat"),
    PageKind("background_work", who="secretariat"),
    PageKind("operation", who="administrator"),
    PageKind("outbox"),
    PageKind("letter", arguments_of("letter")),
    # The framework.
    PageKind("framework:schemes"),
    PageKind("framework:scheme", lambda world: {"key": "sdg"}),
    PageKind("framework:scheme", lambda world: {"key": "m49"}, query="?sort=name"),
    PageKind("framework:scheme", lambda world: {"key": "m49"}, query="?q=ma"),
    PageKind("framework:concept", lambda world: {"scheme": "action-lines", "code": "C2"}),
    PageKind("framework:concept", lambda world: {"scheme": "sdg", "code": "9.c"}),
    PageKind("framework:concept", lambda world: {"scheme": "m49", "code": "012"}, "secretariat"),
    PageKind(
        "framework:correct_label", lambda world: {"scheme": "m49", "code": "012"}, "secretariat"
    ),
    PageKind("framework:matrix", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:matrix", lambda world: {"key": "wsis-gdc"}),
    PageKind("framework:by_row", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:by_column", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:cell", wsis_cell, "secretariat"),
    PageKind("framework:cell", wsis_cell),
    PageKind("framework:propose_link", wsis_cell, "delegate"),
    PageKind("framework:correct_link", wsis_cell, "secretariat"),
    PageKind("framework:withdraw_link", wsis_cell, "secretariat"),
    # Accounts.
    PageKind("account_login"),
    PageKind("account_signup"),
    PageKind("account_logout", who="delegate"),
    PageKind("account_inactive"),
    PageKind("account_email", who="delegate"),
    PageKind("account_email_verification_sent"),
    PageKind("account_confirm_email", lambda world: {"key": "old"}),
    PageKind("account_set_password", who="delegate"),
    PageKind("account_reset_password"),
    PageKind("account_reset_password_done"),
    PageKind("account_reset_password_from_key_done"),
    PageKind("mfa_index", who="delegate"),
    PageKind("mfa_list_webauthn", who="delegate"),
    PageKind("socialaccount_connections", who="delegate"),
    PageKind("socialaccount_login_cancelled"),
    PageKind("socialaccount_login_error", status=401),
    PageKind("accounts:home", who="delegate"),
    PageKind("accounts:profile", who="delegate"),
    PageKind("accounts:personal_data", who="delegate"),
    PageKind("accounts:personal_data_kind", lambda world: {"key": "acts"}, "delegate"),
    PageKind("accounts:personal_data_kind", lambda world: {"key": "registrations"}, "focal_point"),
    PageKind("accounts:erase", who="delegate"),
    PageKind("accounts:erase_confirm", who="delegate"),
    PageKind("accounts:erased"),
    PageKind("accounts:organisation"),
    PageKind("accounts:people", who="administrator"),
    PageKind("accounts:person", arguments_of("person", "pk"), "administrator"),
    PageKind(
        "accounts:appoint_person", arguments_of("person", "pk"), "administrator", "?role=expert&q=a"
    ),
    PageKind("accounts:close_person", arguments_of("person", "pk"), "administrator"),
    # Parties.
    PageKind("parties:register"),
    PageKind("parties:register_step", lambda world: {"name": "organisation"}),
    PageKind("parties:register_step", lambda world: {"name": "names"}),
    PageKind("parties:register_step", lambda world: {"name": "evidence"}),
    PageKind("parties:register_step", lambda world: {"name": "you"}),
    PageKind("parties:registration_link", mailed_link("registration")),
    PageKind("parties:invitation", mailed_link("delegation")),
    PageKind("parties:registrations", who="secretariat"),
    PageKind(
        "parties:registration", arguments_of("registration", "number", "number"), "secretariat"
    ),
    PageKind(
        "parties:decide_registration",
        arguments_of("registration", "number", "number"),
        "secretariat",
    ),
    PageKind("parties:organisations"),
    PageKind("parties:organisations", query="?q=a&sort=-name"),
    PageKind("parties:organisation", organisation),
    PageKind("parties:organisation", organisation, "focal_point"),
    PageKind("parties:change_organisation", organisation, "focal_point"),
    PageKind("parties:name_successor", organisation, "focal_point"),
    PageKind("parties:close_organisation", organisation, "focal_point"),
    PageKind("parties:delegation", organisation, "focal_point"),
    PageKind("parties:invite_delegate", organisation, "focal_point"),
    PageKind("parties:request_delegation", organisation, "moderator"),
    PageKind("parties:bodies"),
    PageKind("parties:body", arguments_of("body", "slug", "slug")),
    PageKind("parties:body", lambda world: {"slug": "cwg-wsis-sdg"}, "secretariat"),
    PageKind("parties:change_body", arguments_of("body", "slug", "slug"), "secretariat"),
    PageKind("parties:add_alias", arguments_of("body", "slug", "slug"), "secretariat"),
    PageKind("parties:end_alias", alias, "secretariat"),
    PageKind("parties:members", arguments_of("body", "slug", "slug"), "secretariat"),
    PageKind("parties:admit_organisation", arguments_of("body", "slug", "slug"), "secretariat"),
    PageKind("parties:admit_person", arguments_of("body", "slug", "slug"), "secretariat"),
    PageKind("parties:office", arguments_of("office", "slug", "slug")),
    PageKind("parties:office", arguments_of("office", "slug", "slug"), "secretariat"),
    PageKind("parties:make_office", arguments_of("body", "slug", "slug"), "secretariat"),
    PageKind("parties:change_office", arguments_of("office", "slug", "slug"), "secretariat"),
    PageKind("parties:end_office", arguments_of("office", "slug", "slug"), "secretariat"),
    PageKind("parties:record_holder", arguments_of("office", "slug", "slug"), "secretariat"),
    PageKind("parties:end_holding", holding, "secretariat"),
    PageKind("parties:correct_holding", holding, "secretariat"),
    PageKind("parties:roles"),
    # Mandates: the page of one, and those who are asked.
    PageKind("mandates:mandate", arguments_of("mandate", "slug", "slug")),
    PageKind("mandates:mandate", arguments_of("mandate", "slug", "slug"), "secretariat"),
    PageKind("mandates:mandate", awaiting_lead, "secretariat"),
    PageKind("mandates:entities", query="?kind=office"),
    PageKind("mandates:entity", arguments_of("entity", "slug", "slug"), "secretariat"),
    *(
        PageKind(f"mandates:{verb}", arguments_of("entity", "slug", "slug"), "secretariat")
        for verb in ("change_entity", "check_contact", "merge_entities")
    ),
    # What all rooms share.
    PageKind("drafts:mine", who="delegate"),
    PageKind("notices:mine", who="delegate"),
    PageKind("notices:todo", who="secretariat"),
    PageKind("notices:settings", who="delegate"),
    PageKind("comments:list", action_line),
    PageKind("comments:list", action_line, "delegate"),
    PageKind("comments:write", action_line, "delegate"),
    PageKind("comments:detail", arguments_of("comment")),
    PageKind("comments:answer", arguments_of("comment"), "secretariat"),
    PageKind("comments:edit", arguments_of("comment"), "delegate"),
    PageKind("comments:withdraw", arguments_of("comment"), "delegate"),
    PageKind("notices:stop_mail", lambda world: {"token": world.things["stop"]}),
    PageKind("moderation:appeal", arguments_of("case"), "delegate"),
    PageKind("comments:versions", arguments_of("comment"), "moderator"),
    PageKind("moderation:queue", who="moderator"),
    PageKind("moderation:case", arguments_of("case"), "moderator"),
    PageKind("moderation:decide", arguments_of("case"), "moderator"),
    PageKind("moderation:languages", who="moderator"),
    PageKind("moderation:statistics", who="moderator"),
    PageKind(
        "moderation:report", lambda world: {"kind": "comment", "item": world.things["comment"].pk}
    ),
    PageKind("remarks:log"),
    PageKind("remarks:log", who="secretariat", query="?state=waiting"),
    PageKind("remarks:new", query="?about=/en/schemes/action-lines/"),
    PageKind("remarks:detail", arguments_of("remark", "number", "number")),
    PageKind("remarks:detail", arguments_of("remark", "number", "number"), "moderator"),
    PageKind("remarks:answer", arguments_of("remark", "number", "number"), "secretariat"),
    PageKind("remarks:correct", arguments_of("remark", "number", "number"), "secretariat"),
    PageKind("remarks:withhold", arguments_of("remark", "number", "number"), "secretariat"),
    PageKind("translation:queue", who="translator", query="?into=ar"),
    PageKind("translation:job", arguments_of("job"), "translator"),
    PageKind("translation:queue_item", untranslated, "translator"),
    PageKind("translation:queue_item", untranslated, "secretariat"),
    PageKind("translation:set_due_date", untranslated, "secretariat"),
    PageKind("translation:translators", who="secretariat"),
    PageKind("translation:set_pair", who="secretariat"),
    # Mandates: the archive.
    PageKind("mandates:editions"),
    PageKind("mandates:editions", who="secretariat"),
    PageKind("mandates:changes"),
    # Texts.
    PageKind("instruments:texts"),
    PageKind("instruments:texts", who="secretariat", query="?state=proposed&sort=-symbol"),
    PageKind("instruments:texts", query="?q=xyzzyx"),
    PageKind("instruments:coverage"),
    PageKind("instruments:instrument", instrument_arguments()),
    PageKind("instruments:instrument", instrument_arguments(), query="?find=report"),
    PageKind("instruments:instrument", instrument_arguments(), query="?in=ar&beside=en"),
    PageKind("instruments:instrument", arguments_of("stub", "slug", "slug")),
    PageKind("instruments:instrument", arguments_of("stub", "slug", "slug"), "secretariat"),
    PageKind("instruments:version", version_arguments()),
    PageKind("instruments:version", version_arguments("former"), query="?in=ar"),
    PageKind("instruments:version", version_arguments("report"), "secretariat"),
    PageKind(
        "instruments:provision",
        version_arguments(eid=lambda things: things["provision"].eid),
    ),
    PageKind(
        "instruments:provision",
        version_arguments(eid=lambda things: things["provision"].eid),
        "secretariat",
    ),
    PageKind(
        "instruments:match_provision",
        version_arguments(eid=lambda things: things["provision"].eid),
        "secretariat",
    ),
    PageKind(
        "instruments:realign_provision",
        version_arguments(eid=lambda things: things["provision"].eid),
        "secretariat",
    ),
    PageKind("instruments:compare", two_versions),
    PageKind("instruments:compare", two_versions, query="?only=changed"),
    PageKind("mandates:version_diff", two_versions),
    PageKind("instruments:compare_with", version_arguments()),
    PageKind("instruments:series_list"),
    PageKind("instruments:series_list", who="secretariat"),
    PageKind("instruments:series", arguments_of("series", "slug", "slug"), "secretariat"),
    PageKind("instruments:create_series", who="secretariat"),
    PageKind("instruments:change_series", arguments_of("series", "slug", "slug"), "secretariat"),
    PageKind("instruments:add_series_text", arguments_of("series", "slug", "slug"), "secretariat"),
    PageKind("instruments:tags", instrument_arguments()),
    PageKind("instruments:tags", instrument_arguments(), "secretariat"),
    PageKind("instruments:proposed_tags", who="secretariat"),
    PageKind("instruments:decide_tags", lambda world: PROPOSED_CONCEPT, "secretariat"),
    PageKind(
        "instruments:decide_tags_of_text",
        lambda world: instrument_arguments()(world) | PROPOSED_CONCEPT,
        "secretariat",
    ),
    PageKind("instruments:propose_tag", instrument_arguments(), "delegate"),
    PageKind("instruments:propose_tag", provision_of_text, "delegate"),
    PageKind("instruments:change_instrument", instrument_arguments(), "secretariat"),
    PageKind("instruments:resolve_stub", arguments_of("stub", "slug", "slug"), "secretariat"),
    PageKind("instruments:acts", version_arguments(), "secretariat"),
    PageKind("instruments:correct_act", act_arguments, "secretariat"),
    PageKind("instruments:withdraw_act", act_arguments, "secretariat"),
    *(
        PageKind(f"instruments:{name}", version_arguments(), "secretariat")
        for name in ACTS_OF_VERSIONS
    ),
    PageKind("instruments:change_version", version_arguments(), "secretariat"),
    PageKind("instruments:version", version_arguments("withdrawn"), status=410),
    PageKind("instruments:version", version_arguments("withdrawn"), "secretariat", status=410),
    PageKind("instruments:withdraw_version", version_arguments(), "secretariat"),
    PageKind("mandates:findings", who="secretariat"),
    PageKind(
        "mandates:version_findings",
        lambda world: {"key": world.things["text"].pk},
        "secretariat",
    ),
    PageKind("mandates:finding", arguments_of("finding"), "secretariat"),
    PageKind("mandates:review_keys"),
    PageKind(
        "mandates:revoke_acceptance",
        lambda world: {"key": world.things["mandate"].source_id},
        "secretariat",
    ),
    PageKind(
        "mandates:revoke_clause",
        lambda world: {"key": Clause.objects.latest("pk").pk},
        "secretariat",
    ),
    PageKind("mandates:rejected"),
    PageKind("mandates:add_reading", arguments_of("read"), "delegate"),
    PageKind("instruments:imports", who="secretariat"),
    PageKind("instruments:upload_imports", who="secretariat"),
    PageKind("instruments:import", arguments_of("import"), "secretariat"),
    PageKind("instruments:import", arguments_of("unreadable"), "secretariat"),
    PageKind("instruments:import_progress", published_import, "secretariat"),
    PageKind("instruments:import", arguments_of("import"), "secretariat", "?at=para_2"),
    PageKind("instruments:destination", arguments_of("import"), "secretariat"),
    # The register of mandates.
    PageKind("mandates:brief", arguments_of("asked", "slug", "slug")),
    PageKind("mandates:handover", arguments_of("asked", "slug", "slug")),
    PageKind("mandates:checklist", arguments_of("receives", "slug", "slug")),
    PageKind("mandates:delegation_brief", organisation),
    PageKind("mandates:delegation_handover", organisation),
    PageKind("mandates:clauses"),
    PageKind("mandates:review_sets", who="secretariat"),
    PageKind("mandates:bulk_add", who="secretariat"),
    PageKind("mandates:review_set", arguments_of("collecting", "slug", "slug"), "secretariat"),
    PageKind("mandates:review_set", arguments_of("frozen", "slug", "slug"), "secretariat"),
    PageKind("mandates:create_review_set", who="secretariat"),
    PageKind(
        "mandates:add_review_items", arguments_of("collecting", "slug", "slug"), "secretariat"
    ),
    PageKind(
        "mandates:remove_review_item", arguments_of("collecting", "slug", "slug"), "secretariat"
    ),
    PageKind(
        "mandates:freeze_review_set", arguments_of("collecting", "slug", "slug"), "secretariat"
    ),
    PageKind("mandates:reopen_review_set", arguments_of("frozen", "slug", "slug"), "secretariat"),
    PageKind("mandates:review_item", review_item, "secretariat"),
    PageKind("mandates:record_review_outcome", review_item, "secretariat"),
    # Answers of mandates.
    PageKind("mandates:occasions"),
    PageKind("mandates:occasions", who="secretariat"),
    PageKind("mandates:conflicts"),
    PageKind("mandates:inactive"),
    PageKind("mandates:inactive", who="secretariat"),
    PageKind("mandates:confirm_activity", arguments_of("quiet"), "secretariat"),
    PageKind("mandates:annual_evaluation", lambda world: {"entity": "council", "year": 2030}),
    PageKind("mandates:deliverables", mandate_arguments(), "secretariat"),
    PageKind("mandates:deliverables", mandate_arguments("waiting mandate"), "secretariat"),
    PageKind("mandates:deliverable", mandate_arguments(number="deliverable")),
    PageKind("mandates:deliverable", mandate_arguments(number="deliverable"), "secretariat"),
    PageKind("mandates:statement", mandate_arguments(number="statement")),
    PageKind("mandates:statement", mandate_arguments(number="statement"), "secretariat"),
    PageKind("mandates:resources", mandate_arguments()),
    PageKind("mandates:resources", mandate_arguments(), "secretariat"),
    PageKind("mandates:evaluations", mandate_arguments(), "secretariat"),
    *(
        PageKind(f"mandates:{verb}", where, "secretariat")
        for where, verbs in FORMS_OF_MANDATES.items()
        for verb in verbs.split()
    ),
    PageKind("mandates:accept_clear_findings", arguments_of("text"), "secretariat"),
    PageKind("mandates:proposed_leads", who="secretariat"),
    PageKind("mandates:decide_leads", proposed_lead, "secretariat"),
    PageKind("mandates:add_occasion", who="secretariat"),
    PageKind("mandates:change_occasion", arguments_of("occasion"), "secretariat"),
    PageKind("mandates:withdraw_occasion", arguments_of("occasion"), "secretariat"),
    PageKind("mandates:check_draft"),
    PageKind("mandates:related"),
    PageKind("mandates:related_pair", arguments_of("pair"), "secretariat"),
    PageKind("mandates:related_pair", arguments_of("judged_pair"), query="?beside=en"),
    PageKind("mandates:judge_pair", arguments_of("pair"), "secretariat"),
    PageKind("mandates:rejudge_pair", arguments_of("judged_pair"), "secretariat"),
    # Mandates: the register.
    PageKind("mandates:register"),
    PageKind("mandates:register", who="secretariat", query="?state=soon&sort=-entity"),
    PageKind("mandates:register", query="?q=xyzzyx"),
    PageKind("mandates:calendar"),
    PageKind("mandates:coverage"),
    PageKind("mandates:method"),
    PageKind("mandates:reports"),
    PageKind("imports:list", who="secretariat"),
    PageKind("imports:upload_table", who="secretariat"),
    PageKind("imports:columns", arguments_of("batch"), "secretariat"),
    PageKind("imports:batch", arguments_of("mapped"), "secretariat"),
    # Contributions, and rules of a body for its documents.
    PageKind("documents:document_rules", rules_of_body()),
    PageKind("documents:document_rules", rules_of_body(), "secretariat"),
    PageKind("documents:set_document_rules", rules_of_body(), "secretariat"),
    PageKind("documents:add_series", rules_of_body(), "secretariat"),
    PageKind("documents:set_series", rules_of_body(code="main"), "secretariat"),
    PageKind("documents:add_header_field", rules_of_body(), "secretariat"),
    PageKind("documents:set_header_field", rules_of_body(key="topic"), "secretariat"),
    PageKind("documents:remove_header_field", rules_of_body(key="topic"), "secretariat"),
    PageKind("documents:my_contributions", who="focal_point"),
    PageKind("documents:my_contributions", who="moderator"),
    PageKind("documents:submitted_documents", who="secretariat"),
    PageKind("documents:submitted_documents", who="secretariat", query="?state=accepted"),
    PageKind("documents:post_documents", who="secretariat"),
    PageKind("documents:create_document", part_of_meeting(), "secretariat"),
    PageKind(
        "documents:change_document",
        arguments_of("submitted_document", "slug", "slug"),
        "secretariat",
    ),
    *(
        PageKind(f"documents:{verb}", where, who)
        for verbs, (who, where) in FORMS_OF_CONTRIBUTIONS.items()
        for verb in verbs.split()
    ),
    # The library of documents, and what is printed from the records.
    PageKind("documents:documents"),
    PageKind("documents:documents", who="secretariat", query="?series=main&sort=-symbol"),
    PageKind("documents:documents", query="?q=xyzzyx"),
    PageKind("documents:by_symbol"),
    PageKind("documents:by_symbol", query="?symbol=XYZ-1/99", status=404),
    PageKind("documents:untranslated", who="secretariat", query="?into=ru"),
    PageKind("documents:meeting_documents", part_of_meeting()),
    PageKind("documents:meeting_documents", part_of_meeting(), "secretariat"),
    PageKind("documents:document", library_document),
    PageKind("documents:document", library_document, "secretariat"),
    PageKind("documents:version", version_of_document("original")),
    PageKind("documents:changes", version_of_document()),
    PageKind("documents:add_file", version_of_document(), "secretariat"),
    PageKind("documents:set_language_due", version_of_document(), "secretariat"),
    PageKind(
        "documents:remove_file",
        lambda world: library_document(world) | {"file": world.things["document_translation"].pk},
        "secretariat",
    ),
    PageKind("documents:place_document", library_document, "secretariat"),
    PageKind("documents:place_at_item", part_of_meeting(), "secretariat"),
    PageKind("documents:set_outcome", arguments_of("consideration"), "secretariat"),
    PageKind("documents:remove_consideration", arguments_of("consideration"), "secretariat"),
    PageKind("documents:print_agenda", part_of_meeting(), "secretariat"),
    PageKind("documents:print_participants", part_of_meeting(), "secretariat"),
    # Archive, proceedings, reports, decisions.
    PageKind("documents:archive", part_of_meeting()),
    PageKind("documents:archive", part_of_meeting(), "secretariat"),
    PageKind("documents:request_proceedings", part_of_meeting(), "secretariat"),
    PageKind("documents:draft_report", rules_of_body(), "secretariat"),
    PageKind("mandates:record_decision", arguments_of("undecided"), "secretariat"),
    # Meetings and sittings.
    PageKind("events:meetings"),
    PageKind("events:meeting_notice", part_of_meeting(), "secretariat"),
    PageKind("events:meetings", query="?time=upcoming&state=open&sort=-days"),
    PageKind("events:meetings", who="secretariat"),
    *(
        PageKind("events:meeting", part_of_meeting(), who)
        for who in ("", "delegate", "secretariat")
    ),
    PageKind("events:meeting", part_of_meeting(), query="?clock=Asia/Tokyo"),
    PageKind("events:meeting", arguments_of("draft_meeting", "slug", "slug"), "secretariat"),
    PageKind(
        "events:convene_meeting", arguments_of("draft_meeting", "slug", "slug"), "secretariat"
    ),
    *(
        PageKind(f"events:{verb}", part_of_meeting(), "secretariat")
        for verb in (
            "change_meeting",
            "open_meeting",
            "close_meeting",
            "reopen_meeting",
            "report_meeting",
            "cancel_meeting",
            "add_sitting",
        )
    ),
    PageKind("events:change_sitting", part_of_meeting("sitting"), "secretariat"),
    PageKind("events:remove_sitting", part_of_meeting("sitting"), "secretariat"),
    PageKind("events:meeting_rules", arguments_of("meeting_body", "slug", "slug")),
    PageKind("events:meeting_rules", arguments_of("meeting_body", "slug", "slug"), "secretariat"),
    PageKind(
        "events:set_meeting_rules", arguments_of("meeting_body", "slug", "slug"), "secretariat"
    ),
    PageKind("events:create_meeting", arguments_of("meeting_body", "slug", "slug"), "secretariat"),
    PageKind("events:closed_days"),
    PageKind("events:closed_days", who="secretariat", query="?year=2027"),
    PageKind("events:add_closed_day", who="secretariat"),
    PageKind("events:remove_closed_day", arguments_of("closed_day"), "secretariat"),
    # Agendas of meetings.
    *(
        PageKind("events:item", part_of_agenda(name), who)
        for name in ("agenda_item", "carried_item", "withdrawn_item")
        for who in ("", "delegate", "secretariat")
    ),
    PageKind("events:item", part_of_agenda("agenda_item"), query="?clock=Asia/Tokyo"),
    PageKind("events:materials", part_of_meeting()),
    PageKind("events:materials", part_of_meeting(), query="?q=fictional&kind=recording&sort=title"),
    PageKind("events:add_item", part_of_meeting(), "secretariat"),
    PageKind("events:copy_agenda", part_of_meeting(), "secretariat"),
    *(
        PageKind(f"events:{verb}", part_of_agenda("agenda_item"), "secretariat")
        for verb in (
            "change_item",
            "move_item",
            "withdraw_item",
            "set_item_outcome",
            "add_material",
        )
    ),
    PageKind("events:restore_item", part_of_agenda("withdrawn_item"), "secretariat"),
    PageKind("events:add_material", part_of_agenda("agenda_item"), "delegate"),
    PageKind("events:withdraw_material", part_of_agenda("material"), "secretariat"),
    PageKind("events:restore_material", part_of_agenda("withdrawn_material"), "secretariat"),
    # People of a meeting.
    # Conclusions of meetings.
    PageKind("events:conclusions"),
    PageKind("events:conclusions", query="?q=list&state=agreed_with_statements&sort=-number"),
    PageKind("events:meeting_conclusions", part_of_meeting()),
    PageKind("events:meeting_conclusions", part_of_meeting(), "secretariat"),
    PageKind("events:conclusion", conclusion_arguments()),
    PageKind("events:conclusion", conclusion_arguments(), "secretariat"),
    PageKind("events:conclusion", conclusion_arguments("disputed_conclusion"), "delegate"),
    PageKind("events:conclusion", conclusion_arguments("agreed_conclusion")),
    PageKind("events:conclusion", conclusion_arguments("submitted_conclusion")),
    PageKind("events:conclusion_revisions", conclusion_arguments("disputed_conclusion")),
    PageKind(
        "events:conclusion_revisions", conclusion_arguments("disputed_conclusion"), "delegate"
    ),
    PageKind("events:begin_conclusion", item_serial, "secretariat"),
    PageKind("events:write_conclusion", conclusion_arguments("disputed_conclusion"), "delegate"),
    PageKind(
        "events:settle_conclusion",
        conclusion_arguments("disputed_conclusion", revision=lambda things: 3),
        "delegate",
    ),
    *(
        PageKind(f"events:{verb}", conclusion_arguments("disputed_conclusion"), "secretariat")
        for verb in (
            "agree_conclusion",
            "agree_conclusion_with_statements",
            "decline_conclusion",
            "submit_conclusion",
        )
    ),
    PageKind("events:reopen_conclusion", conclusion_arguments("agreed_conclusion"), "secretariat"),
    PageKind("events:publish_conclusions", part_of_meeting(), "secretariat"),
    PageKind("events:correspondence", conclusion_arguments("submitted_conclusion")),
    PageKind("events:correspondence", conclusion_arguments("submitted_conclusion"), "focal_point"),
    PageKind("events:correspondence", conclusion_arguments("submitted_conclusion"), "secretariat"),
    PageKind(
        "events:reply_by_correspondence",
        conclusion_arguments(
            "submitted_conclusion", organisation=lambda things: things["member_organisation"].number
        ),
        "focal_point",
    ),
    PageKind(
        "events:close_correspondence", conclusion_arguments("submitted_conclusion"), "secretariat"
    ),
    PageKind(
        "events:withdraw_correspondence",
        conclusion_arguments("submitted_conclusion"),
        "secretariat",
    ),
    PageKind("events:participants", part_of_meeting()),
    PageKind("events:participants", part_of_meeting(), query="?capacity=member&sort=-name"),
    PageKind("events:participant_figures", part_of_meeting()),
    PageKind("events:participant_figures", part_of_meeting(), "secretariat"),
    PageKind("events:registrations", part_of_meeting(), "secretariat"),
    PageKind(
        "events:registrations",
        part_of_meeting(),
        "secretariat",
        "?state=active&mode=room&kind=none&region=none&attendance=none&organisation=none",
    ),
    PageKind("events:register_participant", part_of_meeting(), "moderator"),
    PageKind("events:add_participant", part_of_meeting(), "secretariat"),
    PageKind("events:add_participant", part_of_meeting(), "focal_point"),
    PageKind("events:decide_participants", part_of_meeting(), "secretariat"),
    PageKind("events:decide_participants", part_of_meeting(), "focal_point"),
    PageKind(
        "events:organisation_participants",
        lambda world: part_of_meeting()(world) | organisation(world),
        "focal_point",
    ),
    PageKind("events:participant", part_of_meeting("participant"), "delegate"),
    PageKind("events:participant", part_of_meeting("waiting_participant"), "secretariat"),
    PageKind("events:change_participant", part_of_meeting("participant"), "delegate"),
    PageKind("events:change_participant", part_of_meeting("participant"), "secretariat"),
    PageKind("events:decline_participant", part_of_meeting("participant"), "secretariat"),
    PageKind("events:withdraw_participant", part_of_meeting("participant"), "delegate"),
    PageKind("events:attendance", part_of_meeting("sitting"), "secretariat"),
    # The floor.
    *(PageKind("events:live", part_of_meeting(), who) for who in ("", "delegate", "secretariat")),
    PageKind("events:live", part_of_meeting(), query="?wall=1"),
    PageKind("events:live", arguments_of("draft_meeting", "slug", "slug"), "secretariat"),
    PageKind("events:speaking_time", part_of_meeting()),
    PageKind("events:speaking_time", part_of_meeting(), query="?by=organisation"),
    *(
        PageKind(f"events:{verb}", part_of_floor("sitting"), "secretariat")
        for verb in (
            "open_sitting",
            "suspend_sitting",
            "close_sitting",
            "reopen_sitting",
            "set_item_in_hand",
            "set_document_in_hand",
            "open_speakers_list",
            "close_speakers_list",
            "enter_floor_request",
        )
    ),
    PageKind("events:ask_for_floor", part_of_floor("sitting"), "delegate"),
    PageKind("events:withdraw_floor_request", part_of_floor("waiting_turn", "turn"), "delegate"),
    *(
        PageKind(f"events:{verb}", part_of_floor("speech", "turn"), "secretariat")
        for verb in ("give_floor", "pause_speech", "resume_speech", "end_speech", "return_to_list")
    ),
]

# What is no page -> why, and which test looks at it.
NO_PAGES: dict[str, str] = {
    "file": "a file: tests/portal/test_files.py",
    "search_suggestions": "for a script: tests/portal/test_search_page.py",
    "file_named": "a file: tests/portal/test_files.py",
    "calendar_file": "a file: tests/portal/calendar/test_views.py",
    **dict.fromkeys(
        ("robots", "sitemap", "sitemap_section", "security"),
        "a file for programs: tests/portal/test_discovery.py",
    ),
    "framework_data:scheme_data": "linked data: tests/framework/test_skos.py",
    "framework_data:scheme_id": "linked data: tests/framework/test_skos.py",
    "framework_data:concept_data": "linked data: tests/framework/test_skos.py",
    "framework_data:concept_id": "linked data: tests/framework/test_skos.py",
    "parties:register_sent": "only after sending: tests/parties/test_registration_steps.py",
    "parties:reopen_organisation": "only for who has left: tests/parties/test_pages.py",
    "parties:decline_delegate": "only for who asked: tests/parties/test_pages.py",
    "notices:feed_all": "a feed: tests/commons/notices",
    "notices:feed_mine": "a feed: tests/commons/notices",
    "notices:feed_record": "a feed: tests/commons/notices",
    "comments:feed": "a feed: tests/commons/comments",
    "remarks:feed": "a feed: tests/commons/remarks",
}
NO_PAGES |= {
    "instruments:version_file": "a file: tests/instruments/texts/test_views.py",
    "instruments:compare_file": "a file: tests/instruments/comparisons/test_views.py",
    "instruments:compare_file_of_texts": "a file: tests/instruments/comparisons/test_compare_with.py",
    "instruments:compare_of_texts": "as of one text: tests/instruments/comparisons/test_compare_with.py",
    "instruments:compare_by_keys": "leads on: tests/instruments/comparisons/test_addresses.py",
    "instruments:compare_file_by_keys": "leads on: tests/instruments/comparisons/test_addresses.py",
    "mandates:version_diff_by_keys": "leads on: tests/mandates/changes/test_version_diff.py",
    "mandates:version_diff_of_texts": "as of one text: tests/mandates/changes/test_version_diff.py",
    "mandates:body_mandates": "leads on: tests/mandates/entities/test_views.py",
    "mandates:review_set_file": "a file: tests/mandates/reviews/test_reviews.py",
    "instruments:import_file": "a file: tests/instruments/imports/test_unreadable_files.py",
    "mandates:calendar_file": "a file: tests/mandates/register/test_calendar.py",
    "mandates:register_feed": "a feed: tests/mandates/register/test_calendar.py",
}
NO_PAGES |= {
    "mandates:register_pdf": "leads to a file: tests/mandates/publications/test_archive.py",
    "mandates:edition_file": "a file: tests/mandates/publications/test_archive.py",
    "mandates:changes_feed": "a feed: tests/mandates/changes/test_changes.py",
}
NO_PAGES |= {
    "documents:feed": "a feed: tests/documents/posted_documents/test_views.py",
    "documents:meeting_feed": "a feed: tests/documents/posted_documents/test_views.py",
    "documents:file": "a file: tests/documents/posted_documents/test_views.py",
    "documents:changes_file": "a file: tests/documents/posted_documents/test_views.py",
}
NO_PAGES |= {
    "documents:archive_file": "a file: tests/documents/archive/test_archive.py",
    "documents:proceedings": "a file: tests/documents/archive/test_archive.py",
}
NO_PAGES |= {"documents:document_template": "a file: tests/documents/contributions/test_views.py"}
NO_PAGES |= {"events:material_file": "a file: tests/events/agenda/test_views.py"}
NO_PAGES |= {"events:own_registration": "leads on: tests/events/people/test_views.py"}
NO_PAGES |= {
    "events:calendar": "a file: tests/events/meetings/test_calendar.py",
    "events:meeting_calendar": "a file: tests/events/meetings/test_calendar.py",
    "events:meetings_feed": "a feed: tests/events/meetings/test_views.py",
    "events:letter": "a file: tests/events/meetings/test_letter.py",
}
SHORTENED_ADDRESSES = {"framework:concepts", "framework:concepts_of", "framework:matrices"}
NO_PAGES |= dict.fromkeys(SHORTENED_ADDRESSES, "leads on: tests/framework/test_views.py")
# Addresses that only take forms: tested where their verbs are.
ADDRESSES_OF_FORMS = {
    "documents:redraft_report",
    "events:move_item_up",
    "events:move_item_down",
    "events:take_pen",
    "events:release_pen",
    "events:confirm_participant",
    "remarks:publish",
    "instruments:correct_import",
    "instruments:import_step",
    "instruments:publish_import",
    "mandates:request_editions",
    "mandates:extract_findings",
    "mandates:accept_unchanged_findings",
    "mandates:undo_decisions",
    "mandates:confirm_assignment",
    "mandates:close_review_set",
    "framework:accept_link",
    "instruments:unresolve_stub",
    "instruments:remove_series_text",
    "instruments:restore_version",
    "instruments:confirm_tag",
    "instruments:decline_tag",
    "mandates:add_finding",
    "mandates:withdraw_reading",
    "parties:confirm_address",
    "parties:edit_registration",
    "parties:withdraw_registration",
    "parties:withdraw_successor",
    "parties:reactivate_organisation",
    "parties:confirm_delegate",
    "parties:withdraw_delegation",
    "parties:end_delegation",
    "parties:end_membership",
    "parties:end_personal",
    "translation:take_job",
    "translation:end_pair",
    "imports:start",
    "imports:cancel",
    "retry_work",
    "notices:follow",
    "notices:unfollow",
    "notices:renew_feed",
    "drafts:save",
    "drafts:discard",
    "accounts:export",
    "accounts:sign_out_everywhere",
    "accounts:close_account",
    "accounts:request_erasure",
    "accounts:reopen_person",
    "accounts:withdraw_own_sign_in",
}
NO_PAGES |= dict.fromkeys(ADDRESSES_OF_FORMS, "takes forms only")
# Pages of the accounts that stand in the middle of something: what came before is done in their tests.
MIDWAY_PAGES = {
    "account_change_password",
    "account_reauthenticate",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "socialaccount_signup",
    "openid_connect_login",
    "openid_connect_callback",
    "accounts:reset_second_step",
    "accounts:end_appointment",
    "accounts:own_sign_in",
    "accounts:organisation_redirect",
    "accounts:first_administrator",
    "accounts:new_administrator",
    "accounts:erase_by_link",
}
NO_PAGES |= dict.fromkeys(MIDWAY_PAGES, "tests/parties/accounts, tests/browser/test_passkeys.py")


def membership(world: Any) -> dict[str, Any]:
    """The membership of an organization in the demonstration's body."""
    body = world.things["body"]
    kept = body.memberships.first()
    return {"slug": body.slug, "pk": kept.pk if kept else 1}


# Addresses that take forms which no page of the table shows, in its state: who sends, and to where.
FORMS_BY_ADDRESS: dict[str, tuple[str, Any]] = {
    "documents:redraft_report": ("secretariat", arguments_of("draft_report", "slug", "slug")),
    "events:move_item_up": ("secretariat", part_of_agenda("agenda_item")),
    "events:move_item_down": ("secretariat", part_of_agenda("agenda_item")),
    "events:take_pen": ("delegate", conclusion_arguments()),
    "events:release_pen": ("delegate", conclusion_arguments("disputed_conclusion")),
    "events:confirm_participant": ("secretariat", part_of_meeting("waiting_participant")),
    "parties:edit_registration": ("secretariat", arguments_of("registration", "number", "number")),
    "parties:withdraw_registration": (
        "secretariat",
        arguments_of("registration", "number", "number"),
    ),
    "parties:withdraw_successor": ("focal_point", organisation),
    "parties:reactivate_organisation": ("focal_point", organisation),
    "parties:reopen_organisation": ("secretariat", organisation),
    "parties:confirm_delegate": ("focal_point", arguments_of("delegation", "pk")),
    "parties:decline_delegate": ("focal_point", arguments_of("delegation", "pk")),
    "parties:withdraw_delegation": ("focal_point", arguments_of("delegation", "pk")),
    "parties:end_delegation": ("focal_point", arguments_of("delegation", "pk")),
    "parties:end_membership": ("secretariat", membership),
    "framework:accept_link": ("secretariat", wsis_cell),
    "translation:end_pair": ("secretariat", lambda world: {"key": 1}),
    "imports:start": ("secretariat", arguments_of("mapped")),
    "imports:cancel": ("secretariat", arguments_of("mapped")),
    "retry_work": ("secretariat", lambda world: {"key": UUID(int=1)}),
    "notices:unfollow": ("delegate", lambda world: {"key": 1}),
    "mandates:withdraw_reading": ("delegate", lambda world: {"key": 1}),
    "drafts:save": ("delegate", lambda world: {}),
    "drafts:discard": ("delegate", lambda world: {"key": 1}),
    "accounts:export": ("delegate", lambda world: {}),
    "accounts:sign_out_everywhere": ("delegate", lambda world: {}),
    "accounts:close_account": ("delegate", lambda world: {}),
    "accounts:close_person": ("administrator", arguments_of("person", "pk")),
    "accounts:reset_second_step": ("administrator", arguments_of("person", "pk")),
    "accounts:reopen_person": ("administrator", arguments_of("person", "pk")),
    "accounts:withdraw_own_sign_in": ("administrator", arguments_of("organisation", "pk")),
    "parties:confirm_address": ("", mailed_link("registration")),
    "instruments:unresolve_stub": ("secretariat", arguments_of("stub", "slug", "slug")),
    "mandates:extract_findings": ("secretariat", arguments_of("text")),
    "mandates:accept_unchanged_findings": ("secretariat", arguments_of("text")),
    "mandates:undo_decisions": ("secretariat", arguments_of("text")),
    "mandates:confirm_assignment": ("secretariat", part_of_mandate("Assignment")),
    "mandates:close_review_set": ("secretariat", arguments_of("frozen", "slug", "slug")),
    "accounts:end_appointment": ("administrator", lambda world: {"pk": 1}),
}
