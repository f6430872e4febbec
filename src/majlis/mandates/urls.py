"""Addresses of the room; literal paths come before those with a slug."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from majlis.kit.action_page import ActionPage
from majlis.mandates.assignments import views as assignments
from majlis.mandates.briefings import views as briefings_views
from majlis.mandates.changes import version_diff_views
from majlis.mandates.changes import views as changes_views
from majlis.mandates.clauses import views as clauses_views
from majlis.mandates.deliverables import action_views as deliverable_actions
from majlis.mandates.deliverables import occasion_views as occasions
from majlis.mandates.deliverables import views as deliverables
from majlis.mandates.detail import views as detail_views
from majlis.mandates.entities import views as entities
from majlis.mandates.extraction import reading_views, revocation_views
from majlis.mandates.extraction import views as extraction_views
from majlis.mandates.inactivity import views as inactivity
from majlis.mandates.publications import views as publications_views
from majlis.mandates.register import calendar_views, coverage_views, reporting_views
from majlis.mandates.register import views as register_views
from majlis.mandates.reviews import bulk_add, set_actions
from majlis.mandates.reviews import views as reviews_views
from majlis.mandates.similarity import draft_views
from majlis.mandates.similarity import views as similarity_views
from majlis.mandates.statements import action_views as statement_actions
from majlis.mandates.statements import views as statements

MANDATE = "mandates/<slug:slug>/"
DELIVERABLE = MANDATE + "deliverables/<int:number>/"
STATEMENT = MANDATE + "statements/<int:number>/"
KEY = "<int:key>/"


def verb_paths(start: str, *pages: type[ActionPage[Any]], end: str = "") -> list[URLPattern]:
    """The addresses of actions, each named by its verb: the start, the verb, the end."""
    names = [(page.verb_key().rpartition(".")[2], page) for page in pages]
    return [path(f"{start}{name}/{end}", page.as_view(), name=name) for name, page in names]


app_name = "mandates"
urlpatterns = [
    # the register
    path("mandates/", register_views.RegisterList.as_view(), name="register"),
    path("mandates/calendar/", calendar_views.Calendar.as_view(), name="calendar"),
    path("mandates/calendar.ics", calendar_views.calendar_file, name="calendar_file"),
    path("mandates/feed.atom", calendar_views.register_feed, name="register_feed"),
    path("mandates/coverage/", coverage_views.CoveragePage.as_view(), name="coverage"),
    path("mandates/method/", coverage_views.MethodPage.as_view(), name="method"),
    path("mandates/reports/", reporting_views.ReportList.as_view(), name="reports"),
    path("mandates/clauses/", clauses_views.ClauseList.as_view(), name="clauses"),
    path("mandates/inactive/", inactivity.InactiveList.as_view(), name="inactive"),
    path(
        "mandates/inactive/<int:key>/",
        inactivity.ConfirmActivity.as_view(),
        name="confirm_activity",
    ),
    # changes, editions
    path("mandates/changes/", changes_views.Changes.as_view(), name="changes"),
    path(
        "mandates/version-changes/<int:old>/<int:new>/",
        version_diff_views.VersionDiffPage.as_view(),
        name="version_diff",
    ),
    path("mandates/changes.atom", changes_views.changes_feed, name="changes_feed"),
    path("mandates/register.pdf", publications_views.latest_pdf, name="register_pdf"),
    path("mandates/archive/", publications_views.EditionList.as_view(), name="editions"),
    path(
        "mandates/archive/request/",
        publications_views.RequestEditions.as_view(),
        name="request_editions",
    ),
    path(
        "mandates/archive/<slug:name>.<slug:form>",
        publications_views.edition_file,
        name="edition_file",
    ),
    # findings, alternative readings
    path("mandates/findings/", extraction_views.VersionList.as_view(), name="findings"),
    path(
        "mandates/findings/<int:key>/",
        extraction_views.VersionFindings.as_view(),
        name="version_findings",
    ),
    path(
        "mandates/findings/<int:key>/read/",
        extraction_views.ExtractFindings.as_view(),
        name="extract_findings",
    ),
    path(
        "mandates/findings/<int:key>/unchanged/",
        extraction_views.AcceptUnchangedFindings.as_view(),
        name="accept_unchanged_findings",
    ),
    path("mandates/findings/finding/<int:key>/", extraction_views.finding, name="finding"),
    path(
        "mandates/findings/add/<int:key>/",
        extraction_views.AddFinding.as_view(),
        name="add_finding",
    ),
    path(
        "mandates/revoke/source/<int:key>/",
        revocation_views.RevokeAcceptance.as_view(),
        name="revoke_acceptance",
    ),
    path(
        "mandates/revoke/clause/<int:key>/",
        revocation_views.RevokeClause.as_view(),
        name="revoke_clause",
    ),
    path("mandates/rejected/", reading_views.RejectedFindings.as_view(), name="rejected"),
    path(
        "mandates/alternative-readings/on/<int:key>/",
        reading_views.AddReading.as_view(),
        name="add_reading",
    ),
    path(
        "mandates/alternative-readings/<int:key>/withdraw/",
        reading_views.WithdrawReading.as_view(),
        name="withdraw_reading",
    ),
    # similarity
    path("mandates/check/", draft_views.check_draft, name="check_draft"),
    path("mandates/related/", similarity_views.PairList.as_view(), name="related"),
    path("mandates/related/<int:key>/", similarity_views.PairDetail.as_view(), name="related_pair"),
    path(
        "mandates/related/<int:key>/judge/", similarity_views.JudgePair.as_view(), name="judge_pair"
    ),
    path(
        "mandates/related/<int:key>/judge-anew/",
        similarity_views.RejudgePair.as_view(),
        name="rejudge_pair",
    ),
    # review sets
    path("mandates/sets/", reviews_views.ReviewSetList.as_view(), name="review_sets"),
    path("mandates/collect/", bulk_add.BulkAdd.as_view(), name="bulk_add"),
    path("mandates/new-set/", set_actions.CreateReviewSet.as_view(), name="create_review_set"),
    path("mandates/sets/<slug:slug>/", reviews_views.ReviewSetDetail.as_view(), name="review_set"),
    path(
        "mandates/sets/<slug:slug>/document.<slug:form>",
        reviews_views.review_set_file,
        name="review_set_file",
    ),
    path(
        "mandates/sets/<slug:slug>/put-in/",
        set_actions.AddReviewItems.as_view(),
        name="add_review_items",
    ),
    path(
        "mandates/sets/<slug:slug>/take-out/",
        set_actions.RemoveReviewItem.as_view(),
        name="remove_review_item",
    ),
    path(
        "mandates/sets/<slug:slug>/freeze/",
        set_actions.FreezeReviewSet.as_view(),
        name="freeze_review_set",
    ),
    path(
        "mandates/sets/<slug:slug>/close/",
        set_actions.CloseReviewSet.as_view(),
        name="close_review_set",
    ),
    path(
        "mandates/sets/<slug:slug>/reopen/",
        set_actions.ReopenReviewSet.as_view(),
        name="reopen_review_set",
    ),
    path(
        "mandates/sets/<slug:slug>/<record_part:mandate>/",
        reviews_views.ReviewItemDetail.as_view(),
        name="review_item",
    ),
    path(
        "mandates/sets/<slug:slug>/<record_part:mandate>/outcome/",
        set_actions.RecordOutcome.as_view(),
        name="record_review_outcome",
    ),
    # sessions, chains, evaluations
    path("mandates/occasions/", occasions.OccasionList.as_view(), name="occasions"),
    *verb_paths("mandates/occasions/", occasions.AddOccasion),
    *verb_paths(
        "mandates/occasions/", occasions.ChangeOccasion, occasions.WithdrawOccasion, end=KEY
    ),
    path("mandates/conflicts/", deliverables.ConflictList.as_view(), name="conflicts"),
    path(
        "mandates/evaluations/<slug:entity>/<int:year>/",
        statements.AnnualEvaluation.as_view(),
        name="annual_evaluation",
    ),
    # entities
    path("entities/", entities.EntityList.as_view(), name="entities"),
    path("entities/<slug:slug>/", entities.EntityDetail.as_view(), name="entity"),
    *verb_paths("entities/<slug:slug>/change/", *entities.EntityDetail.actions.values()),
    path("entities/<slug:slug>/brief/", briefings_views.BriefPage.as_view(), name="brief"),
    path("entities/<slug:slug>/handover/", briefings_views.HandoverPage.as_view(), name="handover"),
    path(
        "entities/<slug:slug>/checklist/", briefings_views.ChecklistPage.as_view(), name="checklist"
    ),
    path("bodies/<slug:slug>/mandates/", entities.body_mandates, name="body_mandates"),
    path(
        "organisations/<int:number>/brief/",
        briefings_views.BriefPage.as_view(),
        name="delegation_brief",
    ),
    path(
        "organisations/<int:number>/handover/",
        briefings_views.HandoverPage.as_view(),
        name="delegation_handover",
    ),
    # one mandate
    path("mandates/<slug:slug>/", detail_views.MandateDetail.as_view(), name="mandate"),
    *verb_paths(MANDATE + "change/", *assignments.MANDATE_ACTIONS.values()),
    *verb_paths(
        MANDATE + "change/",
        *assignments.ASSIGNMENT_ACTIONS.values(),
        assignments.WithdrawAlias,
        end=KEY,
    ),
    # its deliverables
    path(MANDATE + "deliverables/", deliverables.DeliverableList.as_view(), name="deliverables"),
    *verb_paths(MANDATE + "deliverables/", *deliverables.DeliverableList.actions.values()),
    *verb_paths(MANDATE + "deliverables/", deliverable_actions.WithdrawOccurrence, end=KEY),
    path(DELIVERABLE, deliverables.DeliverableDetail.as_view(), name="deliverable"),
    *verb_paths(
        DELIVERABLE,
        *deliverables.DeliverableDetail.actions.values(),
        deliverable_actions.ExplainDelay,
    ),
    *verb_paths(
        DELIVERABLE,
        deliverable_actions.ExplainDelay,
        deliverable_actions.CorrectSubmission,
        deliverable_actions.WithdrawSubmission,
        deliverable_actions.ChangeStep,
        deliverable_actions.WithdrawStep,
        deliverable_actions.CompleteStep,
        deliverable_actions.DelegateStep,
        end=KEY,
    ),
    # what was said of it
    path(
        MANDATE + "statements/add/",
        statement_actions.PublishStatement.as_view(),
        name="publish_statement",
    ),
    path(STATEMENT, statements.StatementDetail.as_view(), name="statement"),
    *verb_paths(STATEMENT, *statements.StatementDetail.actions.values()),
    *verb_paths(MANDATE + "responses/", statement_actions.PublishResponse),
    *verb_paths(
        MANDATE + "responses/",
        statement_actions.CorrectResponse,
        statement_actions.WithdrawResponse,
        end=KEY,
    ),
    path(MANDATE + "resources/", statements.ResourceList.as_view(), name="resources"),
    *verb_paths(MANDATE + "resources/", statement_actions.AddResource),
    *verb_paths(
        MANDATE + "resources/",
        statement_actions.ChangeResource,
        statement_actions.WithdrawResource,
        end=KEY,
    ),
    path(MANDATE + "evaluations/", statements.EvaluationList.as_view(), name="evaluations"),
    *verb_paths(MANDATE + "evaluations/", statement_actions.AddEvaluation),
    *verb_paths(
        MANDATE + "evaluations/",
        statement_actions.CorrectEvaluation,
        statement_actions.WithdrawEvaluation,
        end=KEY,
    ),
]
