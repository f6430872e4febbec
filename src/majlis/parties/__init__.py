"""People, organizations and bodies: who takes part, in whose name, with which role."""
