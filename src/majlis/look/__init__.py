"""The design system: style sheet, base template, components of pages, and formats of values."""
