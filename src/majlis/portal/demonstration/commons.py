"""The people of the demonstration, what they write to each other, and the work that they have in hand."""

from __future__ import annotations

import io
from functools import partial

from majlis.commons.comments import actions as comments
from majlis.commons.comments.models import Comment
from majlis.commons.drafts import actions as drafts
from majlis.commons.drafts.location import DraftLocation
from majlis.commons.imports import actions as tables
from majlis.commons.imports.registry import TARGETS
from majlis.commons.moderation import actions as moderation
from majlis.commons.moderation.models import Case
from majlis.commons.notices import actions as notices
from majlis.commons.remarks import actions as remarks
from majlis.commons.translation import actions as translation
from majlis.commons.translation.queries import waiting_wordings
from majlis.kernel import actions as kernel
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_keys
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, User
from majlis.mandates.models import Mandate
from majlis.parties import demonstration as parties
from majlis.parties.accounts import demonstration as people

SYSTEM = Actor.as_system("demonstration")
# Role -> prefix of the address of the concept that is its scope.
CONCEPTS = {
    "action_line_focal_point": "concepts/action-lines/C2",
    "regional_office": "concepts/regions/",
}
LANGUAGE_PAIRS = (
    ("translator", "translator", "en", "ar"),
    ("translator", "translator", "fr", "ar"),
    ("reviser", "reviser", "en", "ar"),
    ("reviser", "reviser", "en", "zh"),
)


def first_concept(address: str) -> Record | None:
    """The first concept whose address starts with this prefix."""
    return Record.objects.filter(kind="concept", address__startswith=address).order_by("pk").first()


def load_people_and_parties() -> None:
    """Load people, then the organizations for which they act, then the roles that need those organizations."""
    people.load_people()
    parties.load_organisations()
    for role, find in parties.scopes_by_person().items():
        people.register_scope(role, find)
    for role, address in CONCEPTS.items():
        people.register_scope(role, partial(first_concept, address))
    people.load_people()


FOLLOWERS = {
    "delegate": ("concepts/action-lines/C3", "entities/islands-member-states"),
    "focal_point": ("entities/islands-civil-society", "entities/islands-library-office"),
    "member": ("bodies/demonstration-council", "entities/demonstration-council"),
    "expert": ("entities/islands-secretary-general",),
}
"""Person -> addresses of the records that the person follows."""


def person(slug: str) -> User:
    """A fictional person. Raises LookupError where the account does not exist."""
    user = people.find_person(slug)
    if user is None:
        raise LookupError(slug)
    return user


def follow_records() -> None:
    """Let people follow what concerns them, and the secretariat its queues."""
    for slug, addresses in FOLLOWERS.items():
        actor = Actor(user=person(slug))
        for address in addresses:
            notices.follow_record(actor, Record.objects.get(address=address))
        notices.follow_kind(actor, "mandate")
    for queue in ("registrations", "remarks"):
        notices.follow_queue(Actor(user=person("secretariat")), queue)


COMMENTS = (
    ("delegate", "ar", "تعليق خيالي: هل يشمل هذا الطلب الجزر التي لا توجد فيها مدرسة؟"),
    ("expert", "en", "Fictional comment: the figures of last year would help to judge this."),
    ("member", "es", "Comentario ficticio: convendría que el informe llegara un mes antes."),
    ("action_line_focal_point", "zh", "虚构评论：建议与行动方面C3的年度会议合并。"),
    ("chair", "fr", "Commentaire fictif : la réunion du Groupe de travail en débattra."),
)
"""Person, language and text of comments on mandates; a moderator has decided on all but the last two."""
COMMENTED = 12
REMARKS = (
    ("en", "Fictional remark: the page names no source for one of the goals."),
    ("ar", "ملاحظة خيالية: تنقص في هذه الصفحة إشارة إلى خطة الجزر."),
    ("ru", "Вымышленное замечание: в русском переводе пропущено слово."),
    ("fr", "Remarque fictive : la date de la réunion a changé."),
)
"""Language and text of remarks on the page of a concept; the first two are answered."""
REMARK_ANSWERS = (
    ("corrected", "Fictional reply: the source has been added."),
    ("right", "Fictional reply: the plan is named on the page of the text."),
)


def load_contributions() -> None:
    """Comments with what the moderator decided, remarks with their answers, language pairs."""
    for figure, role, source, target in LANGUAGE_PAIRS:
        translation.set_pair(SYSTEM, person(figure), role=role, source=source, target=target)
    moderator = person("moderator")
    moderation.set_languages(SYSTEM, moderator, languages=("fr", "en", "ar", "zh", "es"))
    records = Record.objects.filter(pk__in=Mandate.objects.order_by("-number").values("pk"))
    line = first_concept("concepts/action-lines/C2")
    targets = [*records.order_by("-pk")[: COMMENTED - 1], line]
    for number, record in enumerate(each for each in targets if each is not None):
        slug, language, text = COMMENTS[number % len(COMMENTS)]
        comments.post_comment(Actor(user=person(slug)), record, text=text, language=language)
    open_cases = Case.objects.filter(state="waiting").order_by("pk")
    for case in list(open_cases)[:-2]:
        moderation.approve_contribution(Actor(user=moderator, language="fr"), case)
    shown = Comment.objects.filter(state="shown", record__kind="mandate").order_by("-pk")[:2]
    for comment in shown:
        reply = "Fictional reply: the islands without a school are included."
        comments.post_comment(
            Actor(user=person("secretariat")),
            comment.record,
            text=reply,
            language="en",
            parent=comment,
        )
    address = "/en/concepts/action-lines/C2/"
    submitted = [
        remarks.submit_remark(Actor(), remarks.RemarkInput(text, code, address))
        for code, text in REMARKS
    ]
    for remark, (outcome, text) in zip(submitted, REMARK_ANSWERS, strict=False):
        remarks.answer_remark(SYSTEM, remark, outcome=outcome, language="en", text=text)


TABLE = """scheme,code,language,name,source
sdg,4,zh,优质教育（虚构的更正）,Fictional letter of a school
sdg,9,xx,Industrie (fictif),Fictional letter of a ministry
"""
"""A table of names that waits for its columns to be confirmed; one row has an unknown language."""


def load_work_in_hand() -> None:
    """What people have begun: a translation, a table to import, drafts, a proposal to erase a name."""
    secretariat = Actor(user=person("secretariat"))
    _begin_translation()
    tables.upload_table(
        secretariat,
        TARGETS["concept-names"],
        stream=io.BytesIO(TABLE.encode()),
        name="names-fictional.csv",
    )
    for slug, text in (
        ("delegate", "مسودة خيالية لتعليق"),
        ("expert", "Fictional draft of a comment"),
    ):
        user = person(slug)
        mandate = Mandate.objects.select_related("record").latest("number")
        place = DraftLocation(
            "comments.post_comment",
            mandate.record.address,
            f"/{user.language}/{mandate.record.address}/",
            user.pk,
        )
        drafts.save_draft(Actor(user=user), place, values={"text": [text]})
    _propose_redaction(secretariat)


def _propose_redaction(actor: Actor) -> None:
    """Propose to erase the name of an applicant, which only the history still holds."""
    for entry in AuditEntry.objects.filter(verb="parties.submit_registration").order_by("pk"):
        keys = [*personal_keys(entry.old), *personal_keys(entry.new)]
        data = PersonalDatum.objects.filter(pk__in=keys[:1])
        if data and entry.record is not None:
            kernel.propose_redaction(
                actor, data, reason="Fictional request of the applicant.", record=entry.record
            )
            return


def _begin_translation() -> None:
    """Let the translator take the first waiting translation."""
    user = person("translator")
    row = waiting_wordings(user, "ar", sources=["en", "fr"]).first()
    if row is not None:
        item = translation.QueueItem(row.record, row.field, row.language, "ar")
        translation.take_job(Actor(user=user), item)
