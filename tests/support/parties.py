"""Organizations, bodies and registrations for tests: fictional, made by the verbs that people use."""

from __future__ import annotations

import io
import itertools
from typing import Any

from django.db import transaction

from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record
from majlis.parties.actions import body as body_actions
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import grant_role
from majlis.parties.models import Body, Organisation, Registration
from majlis.parties.registration_answers import RegistrationAnswers
from tests.support.people import person

_serial = itertools.count(1)
SYSTEM = Actor.as_system("tests")


def evidence(words: str = "A letter, for tests.") -> tuple[str, str]:
    """A held file: its hash and its name."""
    held = registration_actions.upload_evidence(SYSTEM, "letter.txt", io.BytesIO(words.encode()))
    return held.sha256, "letter.txt"


def answers(**changes: Any) -> RegistrationAnswers:
    """What a fictional applicant answers; ``changes`` replace single answers."""
    number = next(_serial)
    given: dict[str, Any] = {
        "names": {"en": f"Fictional Reading Society {number}"},
        "authentic": "en",
        "kind": "civil-society",
        "area": "004",
        "website": f"https://reading{number}.example.org/",
        "applicant_name": "Fictional Applicant",
        "email": f"applicant{number}@example.org",
        "language": "en",
    }
    given |= changes
    given.setdefault("files", None)
    if given["files"] is None:
        given["files"] = (evidence(),)
    return RegistrationAnswers(**given)


def registration(user: User | None = None, **changes: Any) -> Registration:
    """A registration that was sent: by a person who is signed in, or with an address to confirm."""
    if user is not None:
        changes.setdefault("email", user.email)
    return registration_actions.submit_registration(Actor(user=user), answers(**changes))


def organisation(*focal_points: User, kind: str = "civil-society", **changes: Any) -> Organisation:
    """An organization that is there, with its focal points or with one of its own.

    Its rows are written as ``admit_registration`` writes them, without the registration before it: who tests what
    the verbs do besides uses ``admitted``.
    """
    given = answers(kind=kind, **{"files": ()} | changes)
    with transaction.atomic():
        number = next_number("organisation")
        record = create_record(
            "organisation", f"organisations/{number}", given.words, authentic=given.authentic
        )
        profile = {name: getattr(given, name) for name in registration_actions.PROFILE_FIELDS}
        profile["languages"] = list(given.languages)
        made = Organisation(record=record, number=number, **profile)
        made.save()
        for user in focal_points or (person(),):
            grant_role(user, "focal_point", record)
    return made


def admitted(*focal_points: User, **changes: Any) -> Organisation:
    """An organization that was registered and admitted; ``focal_points`` replace the applicant."""
    applicant = person()
    made = registration_actions.admit_registration(SYSTEM, registration(applicant, **changes))
    if focal_points:
        for each in made.record.appointments.filter(role="focal_point"):
            each.delete()
        applicant.clear_appointment_cache()
        for user in focal_points:
            grant_role(user, "focal_point", made.record)
    return made


def body(slug: str = "", **values: Any) -> Body:
    """A body; ``words`` and all columns of ``load_body`` may be given."""
    slug = slug or f"body-{next(_serial)}"
    values.setdefault("words", {"title": {"en": f"Fictional Council {slug}"}})
    return body_actions.load_body(SYSTEM, slug, **values)
