"""What each worker of the server loads: the application, in a process that ends with the server."""

from __future__ import annotations

from majlis.site import lifeline

lifeline.end_with_parent()

from majlis.site.asgi import application

__all__ = ["application"]
