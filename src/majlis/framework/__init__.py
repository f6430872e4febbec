"""Schemes, concepts and matrices, and the profile that fills them: what a process sorts its work by."""
