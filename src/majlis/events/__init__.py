"""Meetings of bodies: sittings, agenda, participants, the floor and conclusions."""
