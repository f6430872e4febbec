"""Notices: people are notified of events that they follow, in their language and at their time."""
