"""Tests of commons.notices."""
