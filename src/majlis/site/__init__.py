"""The site as a whole: its configuration, its database cluster, its processes and their supervisor.

Modules that start or describe the site (``configuration``, ``postgres``, ``supervisor``) import no
Django: they work before there is a database, and when something is wrong with it.
"""
