"""Entities: bodies, offices and groups that texts address."""
