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
from majlis.kit.urls import page_path

app_name = "instruments"

TEXT_PATH = "texts/<slug:slug>/"
VERSION_PATH = "texts/<slug:slug>/<record_part:version>/"

urlpatterns = [
    page_path("texts/", text_list_views.TextList, "texts"),
    page_path("texts/coverage/", coverage_views.Coverage),
    page_path("texts/imports/", imports_views.ImportList, "imports"),
    page_path("texts/imports/add/", imports_views.UploadImports),
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
    page_path("series/", series_views.SeriesList),
    page_path("series/add/", series_views.CreateSeries),
    page_path("series/<slug:slug>/", series_views.SeriesDetail, "series"),
    page_path("series/<slug:slug>/change/", series_views.ChangeSeries),
    page_path("series/<slug:slug>/texts/add/", series_views.AddSeriesText),
    page_path("series/<slug:slug>/texts/<slug:text>/remove/", series_views.RemoveSeriesText),
    path(TEXT_PATH, texts_views.instrument_detail, name="instrument"),
    page_path(TEXT_PATH + "resolve/", texts_views.ResolveStub),
    page_path(TEXT_PATH + "unresolve/", texts_views.UnresolveStub),
    page_path(TEXT_PATH + "concepts/", tags_views.TagList, "tags"),
    page_path(TEXT_PATH + "concepts/propose/", tags_views.ProposeTag),
    page_path(TEXT_PATH + "concepts/propose/<path:eid>/", tags_views.ProposeTag),
    page_path(TEXT_PATH + "concepts/<int:pk>/confirm/", tags_views.ConfirmTag),
    page_path(TEXT_PATH + "concepts/<int:pk>/decline/", tags_views.DeclineTag),
    page_path(TEXT_PATH + "change/", metadata_views.ChangeInstrument),
    path(VERSION_PATH, texts_views.version_detail, name="version"),
    path(VERSION_PATH + "compare/", comparisons_views.compare_with, name="compare_with"),
    page_path(VERSION_PATH + "acts/", acts_views.ActList, "acts"),
    page_path(VERSION_PATH + "acts/add/", acts_views.RecordAct),
    page_path(VERSION_PATH + "acts/<int:pk>/correct/", acts_views.CorrectAct),
    page_path(VERSION_PATH + "acts/<int:pk>/withdraw/", acts_views.WithdrawAct),
    page_path(VERSION_PATH + "adopt/by-act/", acts_views.AdoptVersionByAct),
    page_path(VERSION_PATH + "adopt/", acts_views.AdoptVersion),
    page_path(VERSION_PATH + "propose/", acts_views.ProposeVersion),
    page_path(VERSION_PATH + "repropose/", acts_views.ReproposeVersion),
    page_path(VERSION_PATH + "bring-into-force/", acts_views.BringVersionIntoForce),
    page_path(VERSION_PATH + "supersede/", acts_views.SupersedeVersion),
    page_path(VERSION_PATH + "mark-not-adopted/", acts_views.MarkVersionNotAdopted),
    page_path(VERSION_PATH + "change/", metadata_views.ChangeVersion),
    page_path(VERSION_PATH + "withdraw/", withdrawals_views.WithdrawVersion),
    page_path(VERSION_PATH + "restore/", withdrawals_views.RestoreVersion),
    page_path(VERSION_PATH + "p/<path:eid>/", provisions_views.ProvisionPage, "provision"),
    page_path(VERSION_PATH + "match/<path:eid>/", provisions_views.MatchProvision),
    page_path(VERSION_PATH + "realign/<path:eid>/", provisions_views.RealignProvision),
    path(
        VERSION_PATH + "text.<slug:language>.<slug:form>",
        texts_views.text_file,
        name="version_file",
    ),
]
