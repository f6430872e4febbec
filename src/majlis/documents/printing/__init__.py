"""Agenda and list of participants as numbered documents."""
