"""The portal: pages that span rooms (home, search, history, redaction, help, about)."""
