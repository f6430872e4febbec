"""Names of people and organizations: one line, without control characters and directional overrides.

A name stands in mails, lists and files between other words. A line break would begin a line of the mail,
and an override would reorder what follows. Marks that scripts need (U+200C to U+200F, U+061C) are allowed.
"""

from __future__ import annotations

import re
from typing import Any, override

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise

# Written so that Python and PostgreSQL read it alike: controls, line ends, embeddings and overrides, isolates.
_CHARACTERS = r"\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff"
FORBIDDEN = re.compile(rf"[\u0000{_CHARACTERS}\ud800-\udfff]")
NAME_FAULT = _("Line breaks and control characters are not allowed. Enter the name again.")


def is_valid_name(name: str) -> bool:
    """Whether a name is one line without control characters and directional overrides."""
    return not FORBIDDEN.search(name)


def validate_name(name: str) -> None:
    """A validator of forms and fields. Raises ValidationError."""
    if not is_valid_name(name):
        raise ValidationError(NAME_FAULT, code="name")


def clean_name(name: str) -> str:
    """A name from elsewhere, made valid: what is forbidden becomes a space, and spaces one space."""
    return " ".join(FORBIDDEN.sub(" ", name).split())


class NameField(models.CharField):  # type: ignore[type-arg]
    """A name, which no verb stores with forbidden characters: saving raises InvalidInput for the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators.append(validate_name)

    @override
    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, str) and not is_valid_name(value):
            raise InvalidInput({self.name: NAME_FAULT})
        return super().get_db_prep_save(value, connection)

    @override
    def deconstruct(self) -> Any:
        """A CharField for migrations, because the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def name_field(
    label: StrOrPromise | None = None, *, max_length: int, blank: bool = False
) -> models.CharField[str | int | Combinable, str]:
    """A ``NameField``."""
    return NameField(label, max_length=max_length, blank=blank)


def sql_to_clean(table: str, column: str) -> str:
    """The SQL that makes the stored names of a column valid; for migrations."""
    cleaned = f"btrim(regexp_replace({column}, '[{_CHARACTERS} ]+', ' ', 'g'))"
    return f"UPDATE {table} SET {column} = {cleaned} WHERE {column} ~ '[{_CHARACTERS}]'"
