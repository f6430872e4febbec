"""The demonstration: six years of a fictional process, and the people who take part in it."""
