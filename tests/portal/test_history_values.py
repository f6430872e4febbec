"""A history names the keys and codes of the audit in the reader's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import majlis
from majlis.kernel.audit_labels import AUDIT_LABELS, audit_label
from majlis.kernel.json_types import JSON
from majlis.kernel.models import AuditEntry, Record
from majlis.look import formats
from majlis.look.languages import name_of
from majlis.parties import stakeholder_kinds
from majlis.parties.models.organisation import ParticipationForm
from majlis.portal import history, history_values

SOURCE = Path(majlis.__file__).parent
AUDIT_CALLS = {"note", "note_changes", "save_changes", "delete_row"}
VALUE_NAMES = {"old", "new", "key", "noted", "number", "changes", "changed", "values"}


def keys_in(node: ast.AST) -> Iterator[str]:
    """The keys of the dictionaries in a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            yield from (
                key.value
                for key in each.keys
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            )


def texts_in(node: ast.AST) -> Iterator[str]:
    """The texts in a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def audit_keys(tree: ast.Module) -> Iterator[str]:
    """The keys that the verbs of a module write: in audit calls, in ``_audit_values``, in ``…_FIELDS``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if (
                name in AUDIT_CALLS or name.startswith("_save")
            ):
                for argument in [*node.args, *(each.value for each in node.keywords)]:
                    yield from keys_in(argument)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in VALUE_NAMES:
                yield from keys_in(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if (
                name in VALUE_NAMES
            ):
                yield from keys_in(value)
            case ast.FunctionDef(name="_audit_values"):
                yield from keys_in(node)
            case ast.Assign(targets=[ast.Name(id=name)]) if name.endswith("_FIELDS"):
                yield from texts_in(node.value)
            case ast.Subscript(
                value=ast.Name(id="old" | "new"), slice=ast.Constant(value=str(key))
            ):
                yield key
            case ast.ClassDef(bases=[ast.Name(id="TypedDict")]):
                yield from (
                    each.target.id
                    for each in node.body
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                )


def verb_modules() -> Iterator[tuple[Path, str, ast.Module]]:
    """The modules that write audit entries: path, room of the verbs, syntax tree."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "majlis.kernel.verbs import" not in text or "Act" not in text:
            continue
        parts = path.relative_to(SOURCE).parts
        yield (
            path,
            "accounts"
            if "accounts" in parts
            else (parts[1] if parts[0] == "commons" else parts[0]),
            ast.parse(text),
        )


def test_each_key_that_a_verb_writes_has_a_label() -> None:
    missing, keys = set(), set()
    for path, room, tree in verb_modules():
        scopes = [each for each in AUDIT_LABELS if each.partition(".")[0] in (room, "")]
        known = {key for scope in scopes for key in AUDIT_LABELS[scope]}
        written = set(audit_keys(tree))
        keys |= written
        missing |= {f"{path.relative_to(SOURCE)}: {key}" for key in written - known}
    assert len(keys) > 150
    assert sorted(missing) == []


def entry_of(target: str, new: dict[str, JSON], verb: str = "", **old: JSON) -> AuditEntry:
    return AuditEntry(verb=verb or f"{target.partition('.')[0]}.x", target=target, new=new, old=old)


def shown(entry: AuditEntry, key: str) -> str:
    return history_values.value_html(entry, key, entry.new, Record(), {})


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("state", "shown", "معروض"),
        ("language", "ar", name_of),
        ("languages", ["ar", "ru"], name_of),
        ("role", "translator", "مترجم"),
        ("since", "2026-11-27", "27 تشرين الثاني/نوفمبر 2026"),
        ("since", "2026", "2026"),
        ("state", "unheard of", "<bdi>unheard of</bdi>"),
        ("title", "en", "<bdi>en</bdi>"),
        ("number", 4, "4"),
        ("title", {"en": "A plan", "ar": "خطة"}, "خطة"),
        ("title", {"fr": "Un plan"}, '<span lang="fr" dir="ltr">Un plan</span>'),
    ],
)
def test_values_are_shown_as_people_read_them(key: str, value: JSON, words: object) -> None:
    with override("ar"):
        if words is name_of:
            codes = value if isinstance(value, list) else [value]
            words = formats.list_separator("ar").join(
                history_values.isolated(name_of(str(code))) for code in codes
            )
        assert shown(entry_of("comments.comment:1", {key: value}), key) == words


@pytest.mark.parametrize(
    ("verb", "key", "value"),
    [
        ("mandates.set_progress", "state", "answered"),
        ("mandates.record_review_outcome", "outcome", "goes_on"),
        ("mandates.add_resource", "kind", "spending"),
        ("mandates.add_deliverable", "kind", "report"),
        ("mandates.accept_finding", "state", "accepted"),
        ("remarks.answer_remark", "outcome", "corrected"),
        ("parties.change_body", "rule", "named"),
    ],
)
def test_codes_are_named_by_the_room_of_the_verb(verb: str, key: str, value: str) -> None:
    model = {"mandates": "mandate", "remarks": "remark", "parties": "body"}[verb.partition(".")[0]]
    entry = entry_of(f"{verb.partition('.')[0]}.{model}:1", {key: value}, verb)
    with override("ar"):
        label = history_values.value_label(entry, key, value)
    assert label not in (None, value)


def test_a_wording_has_its_language_in_the_readers_language() -> None:
    entry = entry_of("framework.link:1", {"rationale.en": {"text": "Why.", "status": "authentic"}})
    with override("en"):
        assert history_values.key_label(entry, "rationale.en") == "Reason (English)"
        assert shown(entry, "rationale.en") == "Why."
    with override("ar"):
        assert name_of("en") in str(history_values.key_label(entry, "rationale.en"))
        assert shown(entry, "rationale.en") == '<span lang="en" dir="ltr">Why.</span>'


def test_a_text_is_marked_with_the_language_that_the_entry_names() -> None:
    values: dict[str, JSON] = {"text": "خطة", "language": "ar"}
    with override("en"):
        html = shown(entry_of("mandates.mandate:1", values, "mandates.publish_response"), "text")
    assert html == '<span lang="ar" dir="rtl">خطة</span>'


def test_booleans_and_times_are_words() -> None:
    values: dict[str, JSON] = {"own": True, "answered_at": "2026-11-29 12:00:00+00:00"}
    entry = entry_of("mandates.mandate:1", values)
    with override("fr"):
        assert "29 novembre 2026" in shown(entry, "answered_at")
    with override("en"):
        assert shown(entry, "own") == "yes"


def test_values_that_did_not_change_are_not_shown() -> None:
    entry = entry_of("framework.concept:1", {"verified": "no", "source": "B"}, "", verified="no")
    with override("en"):
        changes = history.value_changes(entry, Record(), {})
        assert [(str(each.label), each.after) for each in changes] == [("Source", "B")]


def test_a_number_of_a_part_is_not_struck_out() -> None:
    entry = entry_of("mandates.mandate:1", {"due": "2027"}, "", deliverable=2, due="2026")
    with override("en"):
        markup = history.changes_markup(entry, Record(), {})
    assert "</bdi>: 2<br>" in markup and "<del>2026</del> <ins>2027</ins>" in markup


def test_codes_of_organizations_are_words() -> None:
    with override("ar"):
        for key, value, words in (
            ("area", "788", "تونس"),
            ("form", "one_person", str(ParticipationForm.ONE_PERSON.label)),
            ("kind", "civil-society", str(stakeholder_kinds.kind_name("civil-society"))),
        ):
            entry = entry_of("parties.organisation:1", {key: value})
            assert history_values.value_label(entry, key, value) == words != value
            assert history_values.value_label(entry, key, "unheard of") is None


def test_a_record_is_a_link_and_a_hidden_one_a_phrase() -> None:
    entry = entry_of("kernel.appointment:1", {"scope": "bodies/hidden"}, "accounts.appoint_person")
    with override("en"):
        assert shown(entry, "scope") == gettext("a record not visible to you")


def test_a_narrow_scope_comes_before_a_room() -> None:
    assert audit_label("mandates.x", "mandates.entity:1", "kind") is not audit_label(
        "mandates.x", "mandates.mandate:1", "kind"
    )
    assert audit_label("none.x", "", "unheard_of") is None
