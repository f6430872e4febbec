"""The clause library: expiry, review and renewal clauses."""
