"""The portal: pages that cross rooms (home, search, what is asked of me, help, about)."""
