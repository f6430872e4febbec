"""The register of mandates: who is asked for what by decisions of bodies, by when, and what was reported of it."""
