"""URLs of the room, under the language prefix; those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path

from majlis.instruments.acts import views as acts_views
from majlis.instruments.comparisons import views as comparisons_views
from majlis.instruments.coverage import views as coverage_views
from majlis.instruments.imports import views as imports_views
from majlis.instruments.metadata import views as metadata_views
from majlis.instruments.provisions import views as provisions_views
from majlis.instruments.series import views as series_views
from majlis.instruments.tags import views as tags_views
from majlis.instruments.text_list import views as text_list_views
from majlis.instruments.texts import views as texts_views
from majlis.instruments.withdrawals import views as withdrawals_views

app_name = "instruments"

TEXT_PATH = "texts/<slug:slug>/"
VERSION_PATH = "texts/<slug:slug>/<record_part:version>/"

urlpatterns = [
    path("texts/", text_list_views.text_list, name="texts"),
    path("texts/coverage/", coverage_views.coverage_page, name="coverage"),
    path("texts/imports/", imports_views.import_list, name="imports"),
    path("texts/imports/<int:key>/", imports_views.import_detail, name="import"),
    path("texts/imports/<int:key>/file/", imports_views.import_file, name="import_file"),
    path(
        "texts/imports/<int:key>/correct/", imports_views.correct_provision, name="correct_import"
    ),
    path("texts/imports/<int:key>/step/", imports_views.import_action, name="import_step"),
    path(
        "texts/imports/<int:key>/destination/", imports_views.edit_destination, name="destination"
    ),
    path("texts/imports/<int:key>/publish/", imports_views.publish_page, name="publish_import"),
    path("texts/compare/<int:old>/<int:new>/", comparisons_views.compare_versions, name="compare"),
    path(
        "texts/compare/<int:old>/<int:new>/changes.<slug:language>.<slug:form>",
        comparisons_views.compare_file,
        name="compare_file",
    ),
    path("series/", series_views.series_list, name="series_list"),
    path("series/<slug:slug>/", series_views.series_detail, name="series"),
    path("series/<slug:slug>/change/", series_views.edit_series, name="change_series"),
    path(TEXT_PATH, texts_views.instrument_detail, name="instrument"),
    path(TEXT_PATH + "resolve/", texts_views.resolve_stub_page, name="resolve_stub"),
    path(TEXT_PATH + "concepts/", tags_views.tag_list, name="tags"),
    path(TEXT_PATH + "change/", metadata_views.edit_instrument, name="change_instrument"),
    path(VERSION_PATH, texts_views.version_detail, name="version"),
    path(VERSION_PATH + "compare/", comparisons_views.compare_with, name="compare_with"),
    path(VERSION_PATH + "acts/", acts_views.act_list, name="acts"),
    path(VERSION_PATH + "change/", metadata_views.edit_version, name="change_version"),
    path(
        VERSION_PATH + "withdraw/", withdrawals_views.withdraw_version_page, name="withdraw_version"
    ),
    path(VERSION_PATH + "p/<path:eid>/", provisions_views.provision_detail, name="provision"),
    path(
        VERSION_PATH + "text.<slug:language>.<slug:form>",
        texts_views.text_file,
        name="version_file",
    ),
]
