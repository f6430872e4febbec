"""Addresses of versions and of their files."""

from __future__ import annotations

from django.urls import reverse
from django.urls.converters import StringConverter

from majlis.documents.models import Document, DocumentVersion, VersionKind

VERSION_PATTERN = "original|(?:revision|addendum|corrigendum)-[0-9]{1,3}|draft-[0-9]{1,12}"
"""What names a version in an address: see ``version_slug``."""


class VersionConverter(StringConverter):
    """The part of an address that names a version."""

    regex = VERSION_PATTERN


def version_slug(version: DocumentVersion) -> str:
    """What names a version in an address: `original`, `revision-2`; `draft-17` before it has a number."""
    if version.kind == VersionKind.ORIGINAL:
        return str(version.kind)
    return f"{version.kind}-{version.number}" if version.number else f"draft-{version.pk}"


def version_url(document: Document, version: DocumentVersion) -> str:
    """The page of a version."""
    return reverse("documents:version", args=[document.slug, version_slug(version)])


def changes_url(document: Document, version: DocumentVersion) -> str:
    """The page of what a revision changed."""
    return reverse("documents:changes", args=[document.slug, version_slug(version)])


def file_url(document: Document, version: DocumentVersion, language: str, form: str) -> str:
    """A version in a language as a file."""
    args = [document.slug, version_slug(version), language, form]
    return reverse("documents:file", args=args)
