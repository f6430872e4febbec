"""Fuzzing the readers by coverage: ``python tests/fuzz/atheris_readers.py -max_total_time=45``.

Takes the options of libFuzzer. What it finds is kept in tests/fuzz/found/, where the tests replay it.
Where there is no atheris for this Python, it says so and ends well.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMITS = ["-rss_limit_mb=2000", "-timeout=20", "-max_len=400000", "-verbosity=1"]


def main() -> None:
    """Fuzz until libFuzzer's options say stop."""
    try:
        import atheris
    except ImportError:
        version = ".".join(map(str, sys.version_info[:2]))
        print(
            f"skipped: fuzzing by coverage needs atheris, which has no wheel for Python {version}"
        )
        return
    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["majlis"]):
        from tests.fuzz import corpus

    def once(data: bytes) -> None:
        view = corpus.VIEWS[len(data) % 3]
        text = corpus.read_bytes(data, "", view)
        if text is not None and len(data) < 20_000:
            corpus.use(text)

    def change(data: bytes, size: int, seed: int) -> bytes:
        choose = random.Random(seed)
        if data[:2] == b"PK":
            part = corpus.spoil_part(data, lambda xml: atheris.Mutate(xml, len(xml) + 200), choose)
            return bytes(part[:size])
        return bytes(atheris.Mutate(data, size))

    with tempfile.TemporaryDirectory() as folder:
        for name, data in corpus.seeds().items():
            Path(folder, f"seed{name}").write_bytes(data)
        for kept in corpus.FOUND.glob("*"):
            Path(folder, kept.name).write_bytes(kept.read_bytes())
        arguments = [*sys.argv, *LIMITS, f"-artifact_prefix={corpus.FOUND}/found-", folder]
        atheris.Setup(arguments, once, custom_mutator=change)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
