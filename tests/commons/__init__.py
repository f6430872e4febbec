"""Tests of what every room shares for its people."""
