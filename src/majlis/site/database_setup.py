"""Creation of roles, database and extensions in an own cluster."""

from __future__ import annotations

from majlis.site.configuration import APPLICATION, OWNER
from majlis.site.postgres import Cluster, ClusterError

# Extensions that only a superuser can create; migrations rely on them.
EXTENSIONS = ("vector", "pg_trgm", "btree_gist", "unaccent")

CREATE_ROLES = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{OWNER}') then create role {OWNER} login; end if;
  if not exists (select from pg_roles where rolname = '{APPLICATION}') then
    create role {APPLICATION} login; end if;
end $$;
alter role {OWNER} nosuperuser nocreaterole nocreatedb nobypassrls;
alter role {APPLICATION} nosuperuser nocreaterole nocreatedb nobypassrls;
"""


def set_up_database(cluster: Cluster, database: str) -> None:
    """Create missing roles, database and extensions, and set their privileges. Raises ClusterError."""
    if missing := cluster.missing_extensions(EXTENSIONS):
        raise ClusterError(
            f"This PostgreSQL does not have {', '.join(missing)}.",
            "Install the extensions for its release, on Debian postgresql-17-pgvector and "
            "postgresql-contrib, and start again.",
        )
    cluster.sql(CREATE_ROLES)
    exists = cluster.sql(f"select 1 from pg_database where datname = '{database}'")
    if not exists:
        cluster.sql(f"create database {database} owner {OWNER}")
    cluster.sql(f"revoke all on database {database} from public")
    cluster.sql(f"grant connect, temporary on database {database} to {APPLICATION}")
    cluster.sql(
        "set client_min_messages = warning;"
        + "".join(f"create extension if not exists {name};" for name in EXTENSIONS)
        + f"alter schema public owner to {OWNER}; revoke all on schema public from public;"
        + f"grant usage on schema public to {APPLICATION};",
        database,
    )
