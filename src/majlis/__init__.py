"""Majlis: the open follow-up system for intergovernmental commitments."""
