"""Tests of commons.moderation."""
