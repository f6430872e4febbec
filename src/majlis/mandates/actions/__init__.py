"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.pairs import judge_pair, rejudge_pair

__all__ = ["judge_pair", "rejudge_pair"]
