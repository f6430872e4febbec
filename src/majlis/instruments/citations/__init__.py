"""Citations: resolved, formatted, and the stubs they lead to."""
