"""Compilation of the message catalogues in the ``locale`` folders of the rooms.

A room has its messages in ``src/majlis/<room>/locale/<language>/LC_MESSAGES/django.po``. The compiled file
is written beside it if it is missing or older. Libraries name Chinese ``zh_Hans``; their messages are copied
under our code ``zh``, except those that a room translates itself.
"""

from __future__ import annotations

import io
import os
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from majlis.site.catalogue_files import SOURCE, catalogue_files, is_stale

LIBRARIES = (
    ("django", "conf/locale"),
    ("django", "contrib/auth/locale"),
    ("allauth", "locale"),
)


def read_catalogue(path: Path) -> Catalog:
    """A catalogue of a room, with the plural forms of its header."""
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name)


def compile_stale() -> list[Path]:
    """Compile catalogues that are missing or older than their source; return the written files."""
    written = []
    for path in catalogue_files():
        target = path.with_suffix(".mo")
        if is_stale(path):
            _write(target, read_catalogue(path))
            written.append(target)
    chinese = SOURCE / "site/library_catalogues/zh/LC_MESSAGES/django.mo"
    own = [path for path in catalogue_files() if path.parents[1].name == "zh"]
    newest = max((path.stat().st_mtime for path in own), default=0.0)
    if not chinese.exists() or chinese.stat().st_mtime < newest:
        _write(chinese, _chinese_library_messages(own))
        written.append(chinese)
    return written


def _write(target: Path, catalogue: Catalog) -> None:
    """Write the file and rename it at the end: a server may be reading it, another process writing it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as stream:
        write_mo(stream, catalogue)
    part.replace(target)


def _chinese_library_messages(own: list[Path]) -> Catalog:
    """The Chinese messages of Django and allauth, without those that a room translates itself."""
    ours = {_message_key(message) for path in own for message in read_catalogue(path)}
    catalogue = Catalog(locale="zh")
    for package, folder in LIBRARIES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        path = Path(spec.origin).parent / folder / "zh_Hans/LC_MESSAGES/django.po"
        if path.exists():
            for message in read_po(io.BytesIO(path.read_bytes())):
                if message.id and not message.fuzzy and _message_key(message) not in ours:
                    catalogue.add(message.id, message.string, context=message.context)
    return catalogue


def _message_key(message: Message) -> tuple[str | None, str]:
    return (message.context, message.id[0] if isinstance(message.id, tuple | list) else message.id)


if __name__ == "__main__":
    compile_stale()
