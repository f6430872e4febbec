"""Meetings and sittings: notice, convening letter, timetable."""
