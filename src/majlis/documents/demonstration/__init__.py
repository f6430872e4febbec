"""Fictional documents of the fictional meetings: contributions in each state, printed documents, and a report."""
