"""Schemes of concepts, matrices that relate them, and the profile that defines them for a process."""
