"""Review sets: groups of mandates that a body reviews together."""
