"""A small town of fictional people and comments, so that every page of these rooms has rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from majlis.commons.comments import actions as comments
from majlis.commons.comments.models import Comment
from majlis.commons.drafts import actions as drafts
from majlis.commons.drafts.location import DraftLocation
from majlis.commons.moderation import actions as moderation
from majlis.commons.moderation.models import Case
from majlis.commons.notices import actions as notices
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record, User
from tests.commons.helpers import make_record
from tests.support.people import person

TEXTS = {
    "ar": "نص **خيالي** بشأن `TG/RES/3/4`:\n\n- أولا\n- ثانيا",
    "zh": "一段**虚构**的文字。",
    "en": "Fictional words with a [link](https://example.org/page).\n\n> A quotation",
    "ru": "Вымышленный текст.",
}


@dataclass(frozen=True)
class SampleSite:
    """Who is there, and what they talk about."""

    reader: User
    moderator: User
    record: Record
    comment: Comment
    waiting: Case
    decided: Case
    draft: int

    def pages(self) -> dict[str, tuple[str, User | None]]:
        """Every page of these rooms without its language, and who opens it."""
        at = self.record.address
        own = f"comments/{self.comment.pk}"
        return {
            "notices": ("notices/", self.reader),
            "asked": ("notices/todo/", self.moderator),
            "settings": ("notices/settings/", self.reader),
            "drafts": ("drafts/", self.reader),
            "comments": (f"comments/on/{at}/", None),
            "comment": (f"{own}/", self.reader),
            "write": (f"comments/on/{at}/write/", self.reader),
            "answer": (f"{own}/answer/", self.moderator),
            "edit": (f"{own}/edit/", self.reader),
            "withdraw": (f"{own}/withdraw/", self.reader),
            "earlier": (f"{own}/versions/", None),
            "report": (f"moderation/report/comment/{self.comment.pk}/", None),
            "queue": ("moderation/", self.moderator),
            "queue of others": ("moderation/?whose=others", self.moderator),
            "languages": ("moderation/languages/", self.moderator),
            "statistics": ("moderation/statistics/", self.moderator),
            "case": (f"moderation/cases/{self.waiting.pk}/", self.moderator),
            "decide": (f"moderation/cases/{self.waiting.pk}/decide/", self.moderator),
            "own": (f"moderation/cases/{self.decided.pk}/", self.reader),
            "appeal": (f"moderation/cases/{self.decided.pk}/appeal/", self.reader),
        }


def build_sample_site(rows: int) -> SampleSite:
    """A town with so many of everything."""
    reader, moderator = person(name="قارئة خيالية"), person("moderator", "secretariat")
    mayor = Actor(user=moderator)
    moderation.set_languages(mayor, moderator, languages=["ar", "en"])
    record = make_record()
    notices.follow_record(Actor(user=reader), record)
    notices.follow_queue(mayor, "moderation")
    for number in range(rows):
        notices.follow_record(Actor(user=reader), make_record())
        language = list(TEXTS)[number % len(TEXTS)]
        said = comments.post_comment(
            Actor(user=person(name=f"Ерёма {number}", language=language)),
            record,
            text=TEXTS[language],
            language=language,
        )
        for _n in range(2):
            comments.post_comment(
                Actor(user=person()), record, text="I agree", language="en", parent=said
            )
        place = DraftLocation(
            "comments.post_comment", f"{number}", "/en/comments/", user_id=reader.pk
        )
        kept = drafts.save_draft(Actor(user=reader), place, values={"text": [TEXTS["ar"]]})
    own = comments.post_comment(Actor(user=reader), record, text=TEXTS["ar"], language="ar")
    comments.edit_comment(Actor(user=reader), own, text=TEXTS["en"], language="en")
    # Not for this moderator, who does not read it.
    comments.post_comment(Actor(user=person()), record, text=TEXTS["zh"], language="zh")
    bad = comments.post_comment(Actor(user=reader), record, text="Out of place", language="en")
    decided = Case.objects.get(kind="comment", item=bad.pk)
    moderation.hide_contribution(mayor, decided, reason="off_topic", words="كلمة إلى الكاتبة")
    waiting = Case.objects.filter(language="ar").select_related("record").earliest("pk")
    for _n in range(rows):
        moderation.report_contribution(Actor(), waiting, why="other", words="هذا نص البلاغ")
    Case.objects.update(waiting_since=timezone.now() - timedelta(days=2))
    return SampleSite(reader, moderator, record, own, waiting, decided, kept.draft.pk)
