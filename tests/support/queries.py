"""How many queries a page may make."""

from __future__ import annotations

MAX_QUERIES = 12
MAX_QUERIES_SIGNED_IN = MAX_QUERIES + 1
"""One more tells a signed-in reader what waits."""
# The page of a meeting shows what six subjects of two rooms have to say of it: queries more, for a visitor and signed in.
# The live page reads what all see, and what one may do.
# The tasks of a person come from all rooms; the page of a body also lists its meetings.
# Words that no mandate has are searched by meaning: the parameters of the index, the vectors, and the rows.
# The page of operation says how queues, mail, files, backups and the database are.
MORE_QUERIES = {
    "operation": (0, 5),
    "mandates:register": (3, 3),
    "events:meeting": (12, 22),
    "events:live": (0, 4),
    "notices:todo": (0, 8),
    "parties:body": (0, 1),
}


def most_queries(url_name: str, *, signed_in: bool) -> int:
    """How many queries a page may make, by the name of its address."""
    more = MORE_QUERIES.get(url_name, (0, 0))[signed_in]
    return (MAX_QUERIES_SIGNED_IN if signed_in else MAX_QUERIES) + more
