"""Output of commands: JSON lines, documents, and one clear line for an error."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from majlis.kernel.json_types import JSON
from majlis.textkit.errors import TextError

# Lone surrogates cannot be encoded as UTF-8; terminals act on control characters that JSON does not
# escape, and many programs break lines at the other characters.
_ESCAPED = re.compile("[\ud800-\udfff\u007f-\u009f\u2028\u2029]")


def json_line(value: JSON | Mapping[str, JSON]) -> bytes:
    """A JSON value on one line of UTF-8. Lone surrogates become ``\\udxxx`` escapes."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line).encode() + b"\n"


def readable(words: str) -> str:
    """A text for a terminal: control characters and lone surrogates become replacement characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", words)


def let_output_go() -> None:
    """Redirect standard output to the null device, because the interpreter flushes it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_bytes(data: bytes) -> None:
    """Write to standard output, regardless of its encoding, and flush it.

    Raises TextError if it cannot be written, for example on a full disk.
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise TextError(
            f"Standard output cannot be written: {error.strerror or error}.",
            "Free disk space, or send the output elsewhere.",
        ) from error


def complain(file: str, error: str) -> None:
    """Print the error of a file as a JSON line on standard error."""
    print_error({"file": file, "error": error})


def print_error(value: Mapping[str, JSON]) -> None:
    """Print a JSON line on standard error."""
    sys.stderr.buffer.write(json_line(value))
    sys.stderr.buffer.flush()


def debugging() -> bool:
    """Whether ``MAJLIS_DEBUG=1`` requests tracebacks."""
    return os.environ.get("MAJLIS_DEBUG") == "1"


def attempt[**P, T](
    work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> tuple[T | None, str]:
    """Call ``work``; return its result and "", or None and one line with the error.

    Unexpected exceptions become a line too, so that the command goes on with its other files; with
    ``MAJLIS_DEBUG=1`` they are raised.
    """
    try:
        return work(*args, **kwargs), ""
    except TextError as error:
        return None, str(error)
    except BrokenPipeError:
        raise
    except Exception as error:
        if debugging():
            raise
        return None, defect(error)


def defect(error: Exception) -> str:
    """One line for an unexpected exception, with advice how to report it."""
    cause = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return (
        f"Majlis failed ({cause}): this is a defect of the program. Run the command again "
        "with MAJLIS_DEBUG=1 and report the output as described in CONTRIBUTING.md."
    )


class Outputs:
    """The target of a command's results: standard output, one file, or a file for each input.

    ``place`` is None for standard output; a folder (one that exists, or a name that ends with a
    slash) gets ``<stem><suffix>`` for each input; anything else is one file.
    """

    def __init__(self, place: str | None, suffix: str, inputs: list[str]) -> None:
        self.place = place
        self.suffix = suffix
        self.inputs = {os.path.realpath(name) for name in inputs if name != "-"}
        self.taken: set[str] = set()

    @property
    def folder(self) -> bool:
        """Whether each input gets a file of its own."""
        if self.place is None:
            return False
        return self.place.endswith(("/", os.sep)) or os.path.isdir(self.place)

    def write(self, source: str, data: bytes) -> None:
        """Write the result of one source. Raises TextError if it would overwrite an input or a result."""
        if self.place is None:
            print_bytes(data)
            return
        target = self.place
        if self.folder:
            stem = "standard-input" if source == "-" else Path(source).stem
            target = os.path.join(self.place, stem + self.suffix)
        if os.path.realpath(target) in self.inputs:
            raise TextError(
                f"{target} is an input file and would be overwritten.",
                "Select another file or folder with --output.",
            )
        if target in self.taken:
            raise TextError(
                f"{target} was already written from another file with the same name.",
                "Rename one of the two files, or run the command for each with a "
                "different --output.",
            )
        self.taken.add(target)
        if self.folder:
            make_folder(self.place)
        write_whole(target, data)


def make_folder(folder: str) -> None:
    """Create a folder and its missing parents. Raises TextError."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def write_whole(target: str, data: bytes) -> None:
    """Write a file atomically: to a temporary file beside it, which is then renamed.

    Raises TextError. Targets that are no regular files (a pipe, a terminal, /dev/null) are written directly.
    """
    import tempfile  # imports random and hashlib, which most commands do not need

    with _cannot_be_written(target):
        if os.path.exists(target) and not os.path.isfile(target):
            Path(target).write_bytes(data)
            return
        target = os.path.realpath(target)  # replaces the target of a link, not the link
        handle, draft = tempfile.mkstemp(prefix=".majlis-", dir=os.path.dirname(target))
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(draft, _mode_for(target))
            os.replace(draft, target)
        except BaseException:
            os.unlink(draft)
            raise


@contextmanager
def _cannot_be_written(target: str) -> Iterator[None]:
    """Turn an OSError into a TextError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(target, error) from error


def _mode_for(target: str) -> int:
    """The permissions of the file, or those of a new one under the user's umask."""
    if os.path.exists(target):
        return os.stat(target).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _cannot_write(target: str, error: OSError) -> TextError:
    return TextError(
        f"{target} cannot be written: {error.strerror or error}.",
        "Select an existing folder that you may write to, with enough free space.",
    )
