"""Queries of parties, which never write."""
