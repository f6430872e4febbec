"""Progress statements, responses, published resources and evaluations."""
