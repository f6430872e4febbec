"""Search: one analyser, full text, typing errors, exact symbols first, and meaning across six languages."""
