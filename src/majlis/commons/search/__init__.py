"""Search in six languages: one analyser, full text, exact symbols, typing errors and embeddings."""
