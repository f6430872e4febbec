"""Two versions of a text compared: provisions first, then the words inside them.

>>> comparison = compare(old, new)
>>> redline(comparison)  # the same as a text with tracked changes
"""

from __future__ import annotations

from majlis.textkit.compare.compared import compare
from majlis.textkit.compare.marked import redline
from majlis.textkit.compare.result import ALGORITHM, ChangeItem, Comparison, Op, Span

__all__ = ["ALGORITHM", "ChangeItem", "Comparison", "Op", "Span", "compare", "redline"]
