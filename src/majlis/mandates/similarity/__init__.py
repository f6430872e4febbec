"""Similar mandates: related pairs, and the comparison of drafts with the register."""
