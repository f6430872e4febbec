"""URLs of linked data, without a language."""

from __future__ import annotations

from django.urls import path, register_converter

from majlis.framework import linked_data_views
from majlis.framework.skos import FORMATS

app_name = "framework_data"


class FormatSuffix:
    """The suffix of an address that names a format of linked data."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """The suffix, unchanged."""
        return value

    to_url = to_python


register_converter(FormatSuffix, "rdf_suffix")

urlpatterns = [
    path(
        "schemes/<slug:key>.<rdf_suffix:suffix>", linked_data_views.scheme_data, name="scheme_data"
    ),
    path("schemes/<slug:key>", linked_data_views.scheme_data, name="scheme_id"),
    path(
        "concepts/<slug:scheme>/<str:code>.<rdf_suffix:suffix>",
        linked_data_views.concept_data,
        name="concept_data",
    ),
    path("concepts/<slug:scheme>/<str:code>", linked_data_views.concept_data, name="concept_id"),
]
