"""Tests of the register of mandates."""
