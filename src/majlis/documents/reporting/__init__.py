"""The report of a body to the body above: drafted from the records of its meetings."""
