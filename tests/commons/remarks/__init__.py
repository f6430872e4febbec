"""Tests of commons.remarks."""
