"""Demonstration data of the portal: people, organizations, language pairs, comments, remarks."""

from __future__ import annotations

from functools import partial

from majlis.commons.comments import actions as comments
from majlis.commons.comments.models import Comment
from majlis.commons.moderation import actions as moderation
from majlis.commons.remarks import actions as remarks
from majlis.commons.remarks.models import Remark
from majlis.commons.translation import actions as translation
from majlis.commons.translation.models import Job
from majlis.commons.translation.queries import waiting_wordings
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.parties import demonstration as parties
from majlis.parties.accounts import demonstration as people

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
    for role, find in parties.scopes_by_role().items():
        people.register_scope(role, find)
    for role, address in CONCEPTS.items():
        people.register_scope(role, partial(first_concept, address))
    people.load_people()


# (person, language, text)
COMMENTS = (
    ("delegate", "ar", "هذا تعليق خيالي كُتب للعرض: لدى المكتبات الساحلية خبرة في هذا المجال."),
    ("expert", "en", "This comment is fictional: could the source of each cell be named here?"),
)

# (language, text) of remarks on the page of a concept; the first one is answered.
REMARKS = (
    ("en", "This remark is fictional: the page names no source for one of the goals."),
    ("ar", "هذه ملاحظة خيالية: تنقص في هذه الصفحة إشارة إلى خطة المكتبات الساحلية."),
)
REMARK_ANSWER = "Fictional reply: the source has been added."


def load_commons() -> None:
    """Load language pairs, the moderator, comments, remarks and a translation job."""
    actor = Actor.as_system("demonstration")
    for figure, role, source, target in LANGUAGE_PAIRS:
        user = people.find_person(figure)
        if user is not None:
            translation.set_pair(actor, user, role=role, source=source, target=target)
    moderator = people.find_person("moderator")
    if moderator is not None:
        moderation.set_languages(actor, moderator, languages=("fr", "en", "ar"))
    _comments()
    _remarks()
    _begin_translation()


def _comments() -> None:
    record = first_concept("concepts/action-lines/C2")
    if record is None or Comment.objects.exists():
        return
    for figure, language, text in COMMENTS:
        user = people.find_person(figure)
        if user is not None:
            comments.post_comment(Actor(user=user), record, text=text, language=language)


def _remarks() -> None:
    if Remark.objects.exists():
        return
    actor = Actor.as_system("demonstration")
    address = "/en/concepts/action-lines/C2/"
    submitted = [
        remarks.submit_remark(Actor(), remarks.RemarkInput(text, code, address))
        for code, text in REMARKS
    ]
    remarks.answer_remark(
        actor, submitted[0], outcome="corrected", language="en", text=REMARK_ANSWER
    )


def _begin_translation() -> None:
    """Let the translator of the demonstration take the first waiting translation."""
    user = people.find_person("translator")
    if user is None or Job.objects.exists():
        return
    row = waiting_wordings(user, "ar", sources=["en", "fr"]).first()
    if row is not None:
        item = translation.QueueItem(row.record, row.field, row.language, "ar")
        translation.take_job(Actor(user=user), item)
