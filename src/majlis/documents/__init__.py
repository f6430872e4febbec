"""Numbered documents of meetings: series, symbols, versions, files, and what came of each."""
