"""URLs of the room, under the language prefix; those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path

from majlis.instruments.acts import action_pages as acts_pages
from majlis.instruments.acts import views as acts_views
from majlis.instruments.comparisons import views as comparisons_views
from majlis.instruments.coverage import views as coverage_views
from majlis.instruments.imports import next_steps
from majlis.instruments.imports import views as imports_views
from majlis.instruments.metadata import views as metadata_views
from majlis.instruments.provisions import views as provisions_views
from majlis.instruments.series import views as series_views
from majlis.instruments.tags import decision_views
from majlis.instruments.tags import views as tags_views
from majlis.instruments.text_list import views as text_list_views
from majlis.instruments.texts import views as texts_views
from majlis.instruments.withdrawals import views as withdrawals_views

app_name = "instruments"

TEXT_PATH = "texts/<slug:slug>/"
VERSION_PATH = "texts/<slug:slug>/<record_part:version>/"

urlpatterns = [
    path("texts/", text_list_views.TextList.as_view(), name="texts"),
    path("texts/coverage/", coverage_views.Coverage.as_view(), name="coverage"),
    path("texts/concepts/", decision_views.ProposedTags.as_view(), name="proposed_tags"),
    path(
        "texts/concepts/<slug:scheme>/<str:code>/",
        decision_views.DecideTags.as_view(),
        name="decide_tags",
    ),
    path("texts/imports/", imports_views.ImportList.as_view(), name="imports"),
    path("texts/imports/add/", imports_views.UploadImports.as_view(), name="upload_imports"),
    path("texts/imports/<int:key>/", imports_views.import_detail, name="import"),
    path(
        "texts/imports/<int:key>/progress/",
        next_steps.ImportProgress.as_view(),
        name="import_progress",
    ),
    path("texts/imports/<int:key>/file/", imports_views.import_file, name="import_file"),
    path(
        "texts/imports/<int:key>/correct/", imports_views.correct_provision, name="correct_import"
    ),
    path("texts/imports/<int:key>/step/", imports_views.import_action, name="import_step"),
    path(
        "texts/imports/<int:key>/destination/", imports_views.edit_destination, name="destination"
    ),
    path("texts/imports/<int:key>/publish/", imports_views.publish_page, name="publish_import"),
    path(
        "texts/compare/<int:old>/<int:new>/",
        comparisons_views.compare_by_keys,
        name="compare_by_keys",
    ),
    path(
        "texts/compare/<int:old>/<int:new>/changes.<slug:language>.<slug:form>",
        comparisons_views.compare_by_keys,
        name="compare_file_by_keys",
    ),
    path("series/", series_views.SeriesList.as_view(), name="series_list"),
    path("series/add/", series_views.CreateSeries.as_view(), name="create_series"),
    path("series/<slug:slug>/", series_views.SeriesDetail.as_view(), name="series"),
    path("series/<slug:slug>/change/", series_views.ChangeSeries.as_view(), name="change_series"),
    path(
        "series/<slug:slug>/texts/add/",
        series_views.AddSeriesText.as_view(),
        name="add_series_text",
    ),
    path(
        "series/<slug:slug>/texts/<slug:text>/remove/",
        series_views.RemoveSeriesText.as_view(),
        name="remove_series_text",
    ),
    path(TEXT_PATH, texts_views.instrument_detail, name="instrument"),
    path(TEXT_PATH + "resolve/", texts_views.ResolveStub.as_view(), name="resolve_stub"),
    path(TEXT_PATH + "unresolve/", texts_views.UnresolveStub.as_view(), name="unresolve_stub"),
    path(TEXT_PATH + "concepts/", tags_views.TagList.as_view(), name="tags"),
    path(TEXT_PATH + "concepts/propose/", tags_views.ProposeTag.as_view(), name="propose_tag"),
    path(
        TEXT_PATH + "concepts/propose/<path:eid>/",
        tags_views.ProposeTag.as_view(),
        name="propose_tag",
    ),
    path(
        TEXT_PATH + "concepts/<int:pk>/confirm/",
        tags_views.ConfirmTag.as_view(),
        name="confirm_tag",
    ),
    path(
        TEXT_PATH + "concepts/<int:pk>/decline/",
        tags_views.DeclineTag.as_view(),
        name="decline_tag",
    ),
    path(
        TEXT_PATH + "concepts/<slug:scheme>/<str:code>/",
        decision_views.DecideTags.as_view(),
        name="decide_tags_of_text",
    ),
    path(
        TEXT_PATH + "change/", metadata_views.ChangeInstrument.as_view(), name="change_instrument"
    ),
    path(VERSION_PATH, texts_views.version_detail, name="version"),
    path(VERSION_PATH + "compare/", comparisons_views.compare_with, name="compare_with"),
    path(
        VERSION_PATH + "compare/<record_part:other>/",
        comparisons_views.compare_versions,
        name="compare",
    ),
    path(
        VERSION_PATH + "compare/<slug:other_text>/<record_part:other>/",
        comparisons_views.compare_versions,
        name="compare_of_texts",
    ),
    path(
        VERSION_PATH + "compare/<record_part:other>/changes.<slug:language>.<slug:form>",
        comparisons_views.compare_file,
        name="compare_file",
    ),
    path(
        VERSION_PATH + "compare/<slug:other_text>/<record_part:other>"
        "/changes.<slug:language>.<slug:form>",
        comparisons_views.compare_file,
        name="compare_file_of_texts",
    ),
    path(VERSION_PATH + "acts/", acts_views.ActList.as_view(), name="acts"),
    path(VERSION_PATH + "acts/add/", acts_pages.RecordAct.as_view(), name="record_act"),
    path(
        VERSION_PATH + "acts/<int:pk>/correct/", acts_views.CorrectAct.as_view(), name="correct_act"
    ),
    path(
        VERSION_PATH + "acts/<int:pk>/withdraw/",
        acts_views.WithdrawAct.as_view(),
        name="withdraw_act",
    ),
    path(
        VERSION_PATH + "adopt/by-act/",
        acts_pages.AdoptVersionByAct.as_view(),
        name="adopt_version_by_act",
    ),
    path(VERSION_PATH + "adopt/", acts_pages.AdoptVersion.as_view(), name="adopt_version"),
    path(VERSION_PATH + "propose/", acts_pages.ProposeVersion.as_view(), name="propose_version"),
    path(
        VERSION_PATH + "repropose/", acts_pages.ReproposeVersion.as_view(), name="repropose_version"
    ),
    path(
        VERSION_PATH + "bring-into-force/",
        acts_pages.BringVersionIntoForce.as_view(),
        name="bring_version_into_force",
    ),
    path(
        VERSION_PATH + "supersede/", acts_pages.SupersedeVersion.as_view(), name="supersede_version"
    ),
    path(
        VERSION_PATH + "mark-not-adopted/",
        acts_pages.MarkVersionNotAdopted.as_view(),
        name="mark_version_not_adopted",
    ),
    path(VERSION_PATH + "change/", metadata_views.ChangeVersion.as_view(), name="change_version"),
    path(
        VERSION_PATH + "withdraw/",
        withdrawals_views.WithdrawVersion.as_view(),
        name="withdraw_version",
    ),
    path(
        VERSION_PATH + "restore/",
        withdrawals_views.RestoreVersion.as_view(),
        name="restore_version",
    ),
    path(
        VERSION_PATH + "p/<path:eid>/", provisions_views.ProvisionPage.as_view(), name="provision"
    ),
    path(
        VERSION_PATH + "match/<path:eid>/",
        provisions_views.MatchProvision.as_view(),
        name="match_provision",
    ),
    path(
        VERSION_PATH + "realign/<path:eid>/",
        provisions_views.RealignProvision.as_view(),
        name="realign_provision",
    ),
    path(
        VERSION_PATH + "text.<slug:language>.<slug:form>",
        texts_views.text_file,
        name="version_file",
    ),
]
