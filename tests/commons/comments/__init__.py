"""Tests of commons.comments."""
