"""Acts of bodies, and states of versions."""
