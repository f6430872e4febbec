"""Addresses of the room; literal paths come before those with a slug."""

from __future__ import annotations

from django.urls import path

from majlis.mandates.assignments import lead_views
from majlis.mandates.assignments import views as assignments
from majlis.mandates.briefings import views as briefings_views
from majlis.mandates.changes import version_diff_views
from majlis.mandates.changes import views as changes_views
from majlis.mandates.clauses import views as clauses_views
from majlis.mandates.decisions import views as decisions
from majlis.mandates.deliverables import action_views as deliverable_actions
from majlis.mandates.deliverables import occasion_views as occasions
from majlis.mandates.deliverables import views as deliverables
from majlis.mandates.detail import views as detail_views
from majlis.mandates.entities import views as entities
from majlis.mandates.extraction import (
    clear_findings_views,
    keys_views,
    reading_views,
    revocation_views,
)
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
        version_diff_views.version_diff_by_keys,
        name="version_diff_by_keys",
    ),
    path(
        "mandates/version-changes/<slug:slug>/<record_part:version>/<record_part:other>/",
        version_diff_views.VersionDiffPage.as_view(),
        name="version_diff",
    ),
    path(
        "mandates/version-changes/<slug:slug>/<record_part:version>"
        "/<slug:other_text>/<record_part:other>/",
        version_diff_views.VersionDiffPage.as_view(),
        name="version_diff_of_texts",
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
    path("mandates/leads/", lead_views.ProposedLeads.as_view(), name="proposed_leads"),
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
    path(
        "mandates/findings/<int:key>/clear/",
        clear_findings_views.AcceptClearFindings.as_view(),
        name="accept_clear_findings",
    ),
    path(
        "mandates/findings/<int:key>/undo/",
        extraction_views.UndoDecisions.as_view(),
        name="undo_decisions",
    ),
    path("mandates/findings/keys/", keys_views.review_keys, name="review_keys"),
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
    path("mandates/occasions/add_occasion/", occasions.AddOccasion.as_view(), name="add_occasion"),
    path(
        "mandates/occasions/change_occasion/<int:key>/",
        occasions.ChangeOccasion.as_view(),
        name="change_occasion",
    ),
    path(
        "mandates/occasions/withdraw_occasion/<int:key>/",
        occasions.WithdrawOccasion.as_view(),
        name="withdraw_occasion",
    ),
    path(
        "mandates/occasions/tie_meeting/<slug:slug>/",
        occasions.TieMeeting.as_view(),
        name="tie_meeting",
    ),
    path(
        "mandates/occasions/untie_meeting/<int:key>/",
        occasions.UntieMeeting.as_view(),
        name="untie_meeting",
    ),
    path("decisions/<int:key>/record/", decisions.RecordDecision.as_view(), name="record_decision"),
    path("mandates/conflicts/", deliverables.ConflictList.as_view(), name="conflicts"),
    path(
        "mandates/evaluations/<slug:entity>/<int:year>/",
        statements.AnnualEvaluation.as_view(),
        name="annual_evaluation",
    ),
    # entities
    path("entities/", entities.EntityList.as_view(), name="entities"),
    path("entities/<slug:slug>/", entities.EntityDetail.as_view(), name="entity"),
    path(
        "entities/<slug:slug>/change/change_entity/",
        entities.ChangeEntity.as_view(),
        name="change_entity",
    ),
    path(
        "entities/<slug:slug>/change/check_contact/",
        entities.CheckContact.as_view(),
        name="check_contact",
    ),
    path(
        "entities/<slug:slug>/change/merge_entities/",
        entities.MergeEntities.as_view(),
        name="merge_entities",
    ),
    path("entities/<slug:slug>/leads/", lead_views.DecideLeads.as_view(), name="decide_leads"),
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
    path(
        "mandates/<slug:slug>/change/add_assignment/",
        assignments.AddAssignment.as_view(),
        name="add_assignment",
    ),
    path(
        "mandates/<slug:slug>/change/propose_contributor/",
        assignments.ProposeContributor.as_view(),
        name="propose_contributor",
    ),
    path(
        "mandates/<slug:slug>/change/complete_mandate/",
        assignments.CompleteMandate.as_view(),
        name="complete_mandate",
    ),
    path(
        "mandates/<slug:slug>/change/merge_mandate/",
        assignments.MergeMandate.as_view(),
        name="merge_mandate",
    ),
    path(
        "mandates/<slug:slug>/change/replace_mandate/",
        assignments.ReplaceMandate.as_view(),
        name="replace_mandate",
    ),
    path(
        "mandates/<slug:slug>/change/pause_mandate/",
        assignments.PauseMandate.as_view(),
        name="pause_mandate",
    ),
    path(
        "mandates/<slug:slug>/change/lapse_mandate/",
        assignments.LapseMandate.as_view(),
        name="lapse_mandate",
    ),
    path(
        "mandates/<slug:slug>/change/revive_mandate/",
        assignments.ReviveMandate.as_view(),
        name="revive_mandate",
    ),
    path(
        "mandates/<slug:slug>/change/add_alias/", assignments.AddAlias.as_view(), name="add_alias"
    ),
    path(
        "mandates/<slug:slug>/change/confirm_assignment/<int:key>/",
        assignments.ConfirmAssignment.as_view(),
        name="confirm_assignment",
    ),
    path(
        "mandates/<slug:slug>/change/decline_assignment/<int:key>/",
        assignments.DeclineAssignment.as_view(),
        name="decline_assignment",
    ),
    path(
        "mandates/<slug:slug>/change/end_assignment/<int:key>/",
        assignments.EndAssignment.as_view(),
        name="end_assignment",
    ),
    path(
        "mandates/<slug:slug>/change/change_assignment/<int:key>/",
        assignments.ChangeAssignment.as_view(),
        name="change_assignment",
    ),
    path(
        "mandates/<slug:slug>/change/withdraw_alias/<int:key>/",
        assignments.WithdrawAlias.as_view(),
        name="withdraw_alias",
    ),
    # its deliverables
    path(
        "mandates/<slug:slug>/deliverables/",
        deliverables.DeliverableList.as_view(),
        name="deliverables",
    ),
    path(
        "mandates/<slug:slug>/deliverables/add_deliverable/",
        deliverable_actions.AddDeliverable.as_view(),
        name="add_deliverable",
    ),
    path(
        "mandates/<slug:slug>/deliverables/record_occurrence/",
        deliverable_actions.RecordOccurrence.as_view(),
        name="record_occurrence",
    ),
    path(
        "mandates/<slug:slug>/deliverables/withdraw_occurrence/<int:key>/",
        deliverable_actions.WithdrawOccurrence.as_view(),
        name="withdraw_occurrence",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/",
        deliverables.DeliverableDetail.as_view(),
        name="deliverable",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/submit_document/",
        deliverable_actions.SubmitDocument.as_view(),
        name="submit_document",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/set_progress/",
        deliverable_actions.SetProgress.as_view(),
        name="set_progress",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/add_step/",
        deliverable_actions.AddStep.as_view(),
        name="add_step",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/change_deliverable/",
        deliverable_actions.ChangeDeliverable.as_view(),
        name="change_deliverable",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/withdraw_deliverable/",
        deliverable_actions.WithdrawDeliverable.as_view(),
        name="withdraw_deliverable",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/merge_deliverables/",
        deliverable_actions.MergeDeliverables.as_view(),
        name="merge_deliverables",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/unmerge_deliverable/",
        deliverable_actions.UnmergeDeliverable.as_view(),
        name="unmerge_deliverable",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/explain_delay/",
        deliverable_actions.ExplainDelay.as_view(),
        name="explain_delay",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/explain_delay/<int:key>/",
        deliverable_actions.ExplainDelay.as_view(),
        name="explain_delay",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/correct_submission/<int:key>/",
        deliverable_actions.CorrectSubmission.as_view(),
        name="correct_submission",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/withdraw_submission/<int:key>/",
        deliverable_actions.WithdrawSubmission.as_view(),
        name="withdraw_submission",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/change_step/<int:key>/",
        deliverable_actions.ChangeStep.as_view(),
        name="change_step",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/withdraw_step/<int:key>/",
        deliverable_actions.WithdrawStep.as_view(),
        name="withdraw_step",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/complete_step/<int:key>/",
        deliverable_actions.CompleteStep.as_view(),
        name="complete_step",
    ),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/delegate_step/<int:key>/",
        deliverable_actions.DelegateStep.as_view(),
        name="delegate_step",
    ),
    # what was said of it
    path(
        "mandates/<slug:slug>/statements/add/",
        statement_actions.PublishStatement.as_view(),
        name="publish_statement",
    ),
    path(
        "mandates/<slug:slug>/statements/<int:number>/",
        statements.StatementDetail.as_view(),
        name="statement",
    ),
    path(
        "mandates/<slug:slug>/statements/<int:number>/correct_statement/",
        statement_actions.CorrectStatement.as_view(),
        name="correct_statement",
    ),
    path(
        "mandates/<slug:slug>/statements/<int:number>/withdraw_statement/",
        statement_actions.WithdrawStatement.as_view(),
        name="withdraw_statement",
    ),
    path(
        "mandates/<slug:slug>/responses/publish_response/",
        statement_actions.PublishResponse.as_view(),
        name="publish_response",
    ),
    path(
        "mandates/<slug:slug>/responses/correct_response/<int:key>/",
        statement_actions.CorrectResponse.as_view(),
        name="correct_response",
    ),
    path(
        "mandates/<slug:slug>/responses/withdraw_response/<int:key>/",
        statement_actions.WithdrawResponse.as_view(),
        name="withdraw_response",
    ),
    path("mandates/<slug:slug>/resources/", statements.ResourceList.as_view(), name="resources"),
    path(
        "mandates/<slug:slug>/resources/add_resource/",
        statement_actions.AddResource.as_view(),
        name="add_resource",
    ),
    path(
        "mandates/<slug:slug>/resources/change_resource/<int:key>/",
        statement_actions.ChangeResource.as_view(),
        name="change_resource",
    ),
    path(
        "mandates/<slug:slug>/resources/withdraw_resource/<int:key>/",
        statement_actions.WithdrawResource.as_view(),
        name="withdraw_resource",
    ),
    path(
        "mandates/<slug:slug>/evaluations/", statements.EvaluationList.as_view(), name="evaluations"
    ),
    path(
        "mandates/<slug:slug>/evaluations/add_evaluation/",
        statement_actions.AddEvaluation.as_view(),
        name="add_evaluation",
    ),
    path(
        "mandates/<slug:slug>/evaluations/correct_evaluation/<int:key>/",
        statement_actions.CorrectEvaluation.as_view(),
        name="correct_evaluation",
    ),
    path(
        "mandates/<slug:slug>/evaluations/withdraw_evaluation/<int:key>/",
        statement_actions.WithdrawEvaluation.as_view(),
        name="withdraw_evaluation",
    ),
]
