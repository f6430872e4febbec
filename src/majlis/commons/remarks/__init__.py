"""“Wrong or missing?” on every page: said without an account, answered by a day, in a public log."""
