"""The catalogues of the interface: compiled from what is in the rooms' ``locale`` folders.

A room keeps its words in ``src/majlis/<room>/locale/<language>/LC_MESSAGES/django.po``. What Django
reads is compiled beside it, when it is missing or older. Libraries name Chinese by its script
(``zh_Hans``); their words are copied under our code ``zh``, where no room says the same.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]
LIBRARIES = (
    ("django", "conf/locale"),
    ("django", "contrib/auth/locale"),
    ("allauth", "locale"),
)


def catalogue_files() -> list[Path]:
    """Every catalogue of the rooms."""
    return sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po"))


def read_catalogue(path: Path) -> Any:
    """A catalogue of ours, as Babel reads it (its plural forms are those of its header)."""
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name)


def compile_stale() -> list[Path]:
    """Compile what is missing or older than its source; return what was written."""
    written = []
    for path in catalogue_files():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
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
    """Write whole or not at all: a server may be reading."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with part.open("wb") as stream:
        write_mo(stream, catalogue)
    part.replace(target)


def _chinese_library_messages(own: list[Path]) -> Catalog:
    """The words of Django and allauth in Chinese, but for those that a room says itself."""
    ours = {_message_key(message) for path in own for message in read_catalogue(path)}
    made = Catalog(locale="zh")
    for package, folder in LIBRARIES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        path = Path(spec.origin).parent / folder / "zh_Hans/LC_MESSAGES/django.po"
        if path.exists():
            for message in read_po(io.BytesIO(path.read_bytes())):
                if message.id and not message.fuzzy and _message_key(message) not in ours:
                    made.add(message.id, message.string, context=message.context)
    return made


def _message_key(message: Any) -> tuple[Any, Any]:
    return (message.context, message.id[0] if isinstance(message.id, tuple | list) else message.id)


if __name__ == "__main__":
    compile_stale()
