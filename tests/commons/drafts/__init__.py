"""Tests of commons.drafts."""
