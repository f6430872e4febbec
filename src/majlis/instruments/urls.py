"""Pages of the room, under their language. Those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from majlis.instruments.views import (
    acts,
    compare,
    coverage,
    imports,
    library,
    provision,
    series,
    tags,
    text,
    withdraw,
)


class VersionConverter(SlugConverter):
    """The part of an address that names a version; the history of a text is a page of the portal."""

    regex = "(?!history/)[-a-zA-Z0-9_]+"


register_converter(VersionConverter, "version")
app_name = "instruments"

A_TEXT = "texts/<slug:slug>/"
A_VERSION = "texts/<slug:slug>/<version:version>/"

urlpatterns = [
    path("texts/", library.texts, name="texts"),
    path("texts/coverage/", coverage.coverage, name="coverage"),
    path("texts/imports/", imports.imports, name="imports"),
    path("texts/imports/<int:key>/", imports.one_import, name="import"),
    path("texts/imports/<int:key>/file/", imports.import_file, name="import_file"),
    path("texts/imports/<int:key>/correct/", imports.correct, name="correct"),
    path("texts/imports/<int:key>/step/", imports.step, name="import_step"),
    path("texts/imports/<int:key>/becomes/", imports.destination, name="destination"),
    path("texts/imports/<int:key>/publish/", imports.publish, name="publish"),
    path("texts/compare/<int:old>/<int:new>/", compare.compare, name="compare"),
    path(
        "texts/compare/<int:old>/<int:new>/changes.<slug:language>.<slug:form>",
        compare.compare_file,
        name="compare_file",
    ),
    path("series/", series.all_series, name="all_series"),
    path("series/<slug:slug>/", series.series, name="series"),
    path("series/<slug:slug>/change/", series.change, name="change_series"),
    path(A_TEXT, text.instrument, name="instrument"),
    path(A_TEXT + "is/", text.resolve, name="resolve"),
    path(A_TEXT + "concepts/", tags.tags, name="tags"),
    path(A_TEXT + "change/", acts.change, name="change"),
    path(A_VERSION, text.version, name="version"),
    path(A_VERSION + "compare/", compare.compare_with, name="compare_with"),
    path(A_VERSION + "acts/", acts.acts, name="acts"),
    path(A_VERSION + "change/", acts.change_version, name="change_version"),
    path(A_VERSION + "withdraw/", withdraw.withdraw, name="withdraw"),
    path(A_VERSION + "p/<path:eid>/", provision.provision, name="provision"),
    path(A_VERSION + "text.<slug:language>.<slug:form>", text.text_file, name="file"),
]
