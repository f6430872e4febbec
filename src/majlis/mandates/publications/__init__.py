"""Editions of the register: the printed register (PDF) and the archive (ZIP)."""
