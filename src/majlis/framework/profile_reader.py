"""Reads and checks the folder of a profile: ``profile.toml`` and its tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from majlis.kernel.languages import LANGUAGE_CODES

PROFILES_FOLDER = Path(__file__).resolve().parents[1] / "profiles"
MARKS = ("yes", "partly", "no")
STATES = ("proposed", "accepted")
LEVELS = ("goal", "target")
SELECTIONS = ("leaves", "tops")


class ProfileError(Exception):
    """An error in the files of a profile; the message says where it is and how to mend it."""


@dataclass(frozen=True)
class TableRow:
    """A row of a table: its values by column, its file and its row number."""

    values: Mapping[str, str]
    file: str
    number: int

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    def fault(self, message: str) -> ProfileError:
        """An error with the position of the row."""
        return ProfileError(f"{self.file}, row {self.number}: {message}")


@dataclass(frozen=True)
class RowVerification:
    """The verification of a row, with languages that differ."""

    mark: str
    languages: Mapping[str, str] = field(default_factory=dict)

    def of(self, language: str) -> str:
        """The verification of the wording in one language."""
        return self.languages.get(language, self.mark)


def parse_verification(row: TableRow) -> RowVerification:
    """Parse the column ``verified``, such as ``no ar=partly en=yes``. Raises ProfileError."""
    first, *others = row["verified"].split() or [""]
    languages = {}
    for part in others:
        language, _, mark = part.partition("=")
        if language not in LANGUAGE_CODES or mark not in MARKS:
            raise row.fault(
                f"verified contains {part!r}; enter a language, = and yes, partly or no"
            )
        languages[language] = mark
    if first not in MARKS:
        raise row.fault(f"verified begins with {first!r}; enter yes, partly or no")
    return RowVerification(first, languages)


@dataclass(frozen=True)
class ConceptRow:
    """A concept in the files of a profile."""

    code: str
    parent: str
    kind: str
    notations: Mapping[str, str]
    labels: Mapping[str, str]
    official: bool
    verified: RowVerification
    source: str
    note: str


@dataclass(frozen=True)
class SchemeFile:
    """A scheme: its head in ``profile.toml``, and its concepts, parents before children."""

    key: str
    titles: Mapping[str, str]
    original: str
    exact_match: str
    source: str
    verified: str
    concepts: Sequence[ConceptRow]


@dataclass(frozen=True)
class LinkRow:
    """A cell of a matrix in the files of a profile."""

    row: str
    column: str
    targets: tuple[str, ...]
    level: str
    state: str
    agreement: str
    rationale: str
    verified: str
    source: str
    note: str


@dataclass(frozen=True)
class MatrixFile:
    """A matrix: its two schemes, the concepts that it takes of them, and its cells."""

    key: str
    titles: Mapping[str, str]
    rows: str
    rows_take: str
    columns: str
    columns_take: str
    source: str
    verified: str
    links: Sequence[LinkRow]


@dataclass(frozen=True)
class FacilitationRow:
    """The role of an agency for a line according to a list, with (partial) ISO dates."""

    line: str
    agency: str
    role: str
    list: str
    since: str
    until: str
    verified: str
    source: str
    note: str


@dataclass(frozen=True)
class FacilitationFile:
    """The facilitations: the schemes to which the rows refer, and the rows."""

    lines: str
    agencies: str
    roles: str
    lists: str
    rows: Sequence[FacilitationRow]


@dataclass(frozen=True)
class Profile:
    """A whole profile, read and checked. Other rooms read further tables of ``folder``."""

    key: str
    titles: Mapping[str, str]
    schemes: Sequence[SchemeFile]
    matrices: Sequence[MatrixFile]
    facilitation: FacilitationFile | None
    folder: Path
    settings: Mapping[str, Any]


def read_table(path: Path, columns: Sequence[str]) -> list[TableRow]:
    """Read a tab-separated table: UTF-8, one header row, no quoting.

    Raises ProfileError where a required column is missing, a row has another number of columns, or
    ``source`` or ``verified`` is empty.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path.name}: cannot be read as UTF-8 text ({error})") from None
    header = lines[0].split("\t") if lines else []
    missing = [each for each in columns if each not in header]
    if missing:
        raise ProfileError(f"{path.name}, row 1: add the columns {', '.join(missing)}")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        values = line.split("\t")
        if len(values) != len(header):
            raise ProfileError(
                f"{path.name}, row {number}: has {len(values)} columns, but the header "
                f"has {len(header)}"
            )
        row = TableRow(dict(zip(header, values, strict=True)), path.name, number)
        for column in ("source", "verified"):
            if column in columns and not row[column]:
                raise row.fault(f"enter a value in the column {column}")
        rows.append(row)
    return rows


_CONCEPT = ("code", "parent", *LANGUAGE_CODES, "verified", "source", "note")
_LINK = (
    *("row", "column", "targets", "level", "state"),
    *("agreement", "rationale", "verified", "source", "note"),
)
_FACILITATION = ("line", "entity", "role", "list", "from", "to", "verified", "source", "note")
NOTATIONS = ("alpha2", "alpha3", "abbreviation")
Head = Mapping[str, str | Mapping[str, str]]  # a table of profile.toml


def read_profile(name: str, folder: Path | None = None) -> Profile:
    """Read the profile with this name. Raises ProfileError."""
    profile_folder = (folder or PROFILES_FOLDER) / name
    path = profile_folder / "profile.toml"
    try:
        head = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{name}/profile.toml: cannot be read ({error})") from None
    schemes = [_scheme(profile_folder, each) for each in head.get("scheme", [])]
    by_key = {each.key: each for each in schemes}
    if len(by_key) != len(schemes):
        raise ProfileError(f"{name}/profile.toml: two schemes have the same key")
    return Profile(
        key=_text_of(head, "key", name),
        titles=_titles(head, name),
        schemes=schemes,
        matrices=[_matrix(profile_folder, each, by_key) for each in head.get("matrix", [])],
        facilitation=_facilitation(profile_folder, head["facilitation"], by_key)
        if "facilitation" in head
        else None,
        folder=profile_folder,
        settings=head,
    )


def _text_of(head: Head, key: str, where: str) -> str:
    value = head.get(key)
    if not isinstance(value, str) or not value:
        raise ProfileError(f"profile.toml, {where}: enter {key}")
    return value


def _titles(head: Head, where: str) -> Mapping[str, str]:
    titles = head.get("title", {})
    if isinstance(titles, str):
        raise ProfileError(f"profile.toml, {where}: enter the title in each language")
    missing = [each for each in LANGUAGE_CODES if not titles.get(each)]
    if missing:
        raise ProfileError(f"profile.toml, {where}: enter the title in {', '.join(missing)}")
    return {each: str(titles[each]) for each in LANGUAGE_CODES}


def _scheme(folder: Path, head: Head) -> SchemeFile:
    key = _text_of(head, "key", "a scheme")
    concepts: dict[str, ConceptRow] = {}
    for row in read_table(folder / _text_of(head, "file", key), _CONCEPT):
        code = row["code"]
        if not code or "/" in code:
            raise row.fault("a code must have at least one character and no /")
        if code in concepts:
            raise row.fault(f"the code {code} is also in an earlier row")
        if row["parent"] and row["parent"] not in concepts:
            raise row.fault(f"the parent {row['parent']} is not in an earlier row")
        labels = {each: row[each] for each in LANGUAGE_CODES if row[each]}
        if not labels:
            raise row.fault("enter the name in at least one language")
        concepts[code] = ConceptRow(
            code=code,
            parent=row["parent"],
            kind=row["kind"],
            notations={each: row[each] for each in NOTATIONS if row[each]},
            labels=labels,
            official=row["official"] != "no",
            verified=parse_verification(row),
            source=row["source"],
            note=row["note"],
        )
    return SchemeFile(
        key=key,
        titles=_titles(head, key),
        original=str(head.get("original", "")),
        exact_match=str(head.get("exact_match", "")),
        source=_text_of(head, "source", key),
        verified=_check_choice(head, "verified", MARKS, key),
        concepts=list(concepts.values()),
    )


def _check_choice(head: Head, key: str, values: Sequence[str], where: str) -> str:
    value = _text_of(head, key, where)
    if value not in values:
        raise ProfileError(f"profile.toml, {where}: {key} must be one of {', '.join(values)}")
    return value


def selected_codes(scheme: SchemeFile, take: str) -> list[str]:
    """The codes that a matrix takes of a scheme: ``leaves`` have no children, ``tops`` have no parent."""
    parents = {each.parent for each in scheme.concepts}
    return [
        each.code
        for each in scheme.concepts
        if (each.code not in parents if take == "leaves" else not each.parent)
    ]


def _matrix(folder: Path, head: Head, schemes: Mapping[str, SchemeFile]) -> MatrixFile:
    key = _text_of(head, "key", "a matrix")
    rows, columns = (_check_choice(head, each, list(schemes), key) for each in ("rows", "columns"))
    rows_take, columns_take = (
        _check_choice(head, each, SELECTIONS, key) for each in ("rows_take", "columns_take")
    )
    row_codes, column_codes = (
        selected_codes(schemes[rows], rows_take),
        selected_codes(schemes[columns], columns_take),
    )
    parent_of = {each.code: each.parent for each in schemes[columns].concepts}
    links, seen = [], set()
    for row in read_table(folder / _text_of(head, "file", key), _LINK):
        if row["row"] not in row_codes or row["column"] not in column_codes:
            raise row.fault(f"{row['row']} x {row['column']} is not a cell of the matrix {key}")
        if (row["row"], row["column"]) in seen:
            raise row.fault(f"{row['row']} x {row['column']} is also in an earlier row")
        seen.add((row["row"], row["column"]))
        targets = tuple(row["targets"].split())
        for each in targets:
            if parent_of.get(each) != row["column"]:
                raise row.fault(f"{each} does not belong to {row['column']}")
        for column, values in (("state", STATES), ("level", LEVELS)):
            if row[column] not in values:
                raise row.fault(f"{column} must be one of {', '.join(values)}")
        if (row["level"] == "target") != bool(targets):
            raise row.fault("level must be target if targets are named, otherwise goal")
        links.append(
            LinkRow(
                row["row"],
                row["column"],
                targets,
                row["level"],
                row["state"],
                row["agreement"],
                row["rationale"],
                parse_verification(row).mark,
                row["source"],
                row["note"],
            )
        )
    return MatrixFile(
        key,
        _titles(head, key),
        rows,
        rows_take,
        columns,
        columns_take,
        _text_of(head, "source", key),
        _check_choice(head, "verified", MARKS, key),
        links,
    )


def _facilitation(folder: Path, head: Head, schemes: Mapping[str, SchemeFile]) -> FacilitationFile:
    keys = {
        each: _check_choice(head, each, list(schemes), "facilitation")
        for each in ("line", "entity", "role", "list")
    }
    known = {each: {row.code for row in schemes[key].concepts} for each, key in keys.items()}
    rows = []
    for row in read_table(folder / _text_of(head, "file", "facilitation"), _FACILITATION):
        for column, codes in known.items():
            if row[column] not in codes:
                raise row.fault(f"{column} {row[column]} is not a concept of {keys[column]}")
        rows.append(
            FacilitationRow(
                row["line"],
                row["entity"],
                row["role"],
                row["list"],
                row["from"],
                row["to"],
                parse_verification(row).mark,
                row["source"],
                row["note"],
            )
        )
    return FacilitationFile(keys["line"], keys["entity"], keys["role"], keys["list"], rows)
