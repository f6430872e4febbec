"""Addresses of linked data: the things themselves, without a language."""

from __future__ import annotations

from django.urls import path, register_converter

from majlis.framework import data_views
from majlis.framework.skos import FORMATS

app_name = "framework_data"


class Suffix:
    """The end of an address that names a format of linked data."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


register_converter(Suffix, "rdf_suffix")

urlpatterns = [
    path("schemes/<slug:key>.<rdf_suffix:suffix>", data_views.scheme, name="scheme_data"),
    path("schemes/<slug:key>", data_views.scheme, name="scheme_id"),
    path(
        "concepts/<slug:scheme>/<str:code>.<rdf_suffix:suffix>",
        data_views.concept,
        name="concept_data",
    ),
    path("concepts/<slug:scheme>/<str:code>", data_views.concept, name="concept_id"),
]
