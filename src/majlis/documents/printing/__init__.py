"""Documents that are printed from the records of a meeting: its agenda and its list of participants."""
