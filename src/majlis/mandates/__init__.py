"""The register of mandates: who owes what to whom, and what came of it."""
