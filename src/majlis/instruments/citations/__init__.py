"""Citations: resolution, format, and the stubs that they lead to."""
