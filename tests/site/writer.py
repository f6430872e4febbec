"""A verb, and a page that does it: what tests write to a running site with, and look for afterwards."""

from __future__ import annotations

import json
import sys

import django
import rules
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

SIX_LANGUAGES = {
    "ar": "سجل تجريبي",
    "zh": "测试记录",
    "en": "A record for a test",
    "fr": "Un dossier d’essai",
    "ru": "Пробная запись",
    "es": "Un registro de prueba",
}


def write_records(name: str) -> dict[str, object]:
    """Make a record with words, a file, a number and an audit entry, all by one verb."""
    from majlis.kernel.actor import Actor
    from majlis.kernel.verbs import VERBS

    if "tests.write" not in VERBS:
        _define_verb()
    made: dict[str, object] = VERBS["tests.write"](Actor.as_system("tests"), name)
    return made


def _define_verb() -> None:
    from majlis.kernel import files, numbering
    from majlis.kernel.audit import personal_reference
    from majlis.kernel.models import Attachment
    from majlis.kernel.records import create_record
    from majlis.kernel.verbs import Act, verb

    rules.set_perm("tests.write", rules.always_allow)

    @verb("tests.write")
    def do(act: Act, name: str) -> dict[str, object]:
        record = create_record("test", f"tests/{name}", {"title": SIX_LANGUAGES}, authentic="en")
        kept = files.store_file([f"The evidence of {name}".encode()])
        Attachment.objects.create(record=record, file=kept, name=f"{name}.txt", language="en")
        number = numbering.next_number("tests")
        act.note(record, new={"number": number, "who": personal_reference(f"Fictional {name}")})
        return {"name": name, "number": number, "sha256": kept.sha256}


@csrf_exempt
def write_view(request: HttpRequest) -> HttpResponse:
    """Write what is asked for, and answer only when it is kept."""
    return JsonResponse(write_records(request.POST["name"]))


@csrf_exempt
def accept_view(request: HttpRequest) -> HttpResponse:
    """Publish a fictional text of that name, have it read, accept what it asks; answer when all is kept."""
    from majlis.instruments.lifecycle import IN_FORCE
    from majlis.instruments.publication.build import VersionFacts, create_instrument, create_version
    from majlis.kernel.actor import Actor
    from majlis.mandates.extraction import actions as extraction_actions
    from majlis.mandates.models import Finding
    from majlis.textkit.read import read_bytes

    system, name = Actor.as_system("tests"), request.POST["name"]
    words = (
        f"Resolution {name}\n\nThe Council of Tides,\n\n1. Requests the Keeper to report by 2040;\n"
    )
    with transaction.atomic():
        text, facts = read_bytes(words.encode(), name="tides.en.txt"), VersionFacts(state=IN_FORCE)
        version = create_version(create_instrument(text, facts), text, facts)
    extraction_actions.extract_findings(system, version)
    found = Finding.objects.get(version=version, kind=Finding.Kind.MANDATE)
    mandate = extraction_actions.accept_finding(system, found)
    return JsonResponse({"name": name, "number": mandate.number, "finding": found.pk})


def main() -> None:
    """Write records by the names of the command line; a JSON line for each."""
    django.setup()
    for name in sys.argv[1:]:
        print(json.dumps(write_records(name)), flush=True)


if __name__ == "__main__":
    main()
