"""Addresses of the room: what has a name of its own, then one actor, then one mandate."""

from __future__ import annotations

from django.urls import path

from majlis.mandates.views import (
    actors,
    answers,
    answers_said,
    answers_sessions,
    answers_sourced,
    archive,
    between,
    brief,
    calendar,
    change,
    changes,
    check,
    clauses,
    collecting,
    coverage,
    finding,
    mandate,
    near,
    quiet,
    reading,
    register,
    reports,
    review,
    taken_back,
)

app_name = "mandates"
urlpatterns = [
    # the register
    path("mandates/", register.register, name="register"),
    path("mandates/calendar/", calendar.calendar, name="calendar"),
    path("mandates/calendar.ics", calendar.ics, name="ics"),
    path("mandates/feed.atom", calendar.feed, name="feed"),
    path("mandates/coverage/", coverage.coverage, name="coverage"),
    path("mandates/method/", coverage.method, name="method"),
    path("mandates/reports/", reports.reports, name="reports"),
    path("mandates/clauses/", clauses.clauses, name="clauses"),
    path("mandates/quiet/", quiet.quiet, name="quiet"),
    path("mandates/quiet/<int:key>/", quiet.answer, name="answer_quiet"),
    # what changed, and what is kept for good
    path("mandates/changes/", changes.changes, name="changes"),
    path("mandates/between/<int:old>/<int:new>/", between.between, name="between"),
    path("mandates/changes.atom", changes.feed, name="changes_feed"),
    path("mandates/register.pdf", archive.printed, name="printed"),
    path("mandates/archive/", archive.archive, name="archive"),
    path("mandates/archive/<slug:name>.<slug:form>", archive.edition, name="edition"),
    # what was found in texts, and other readings
    path("mandates/review/", finding.review, name="review"),
    path("mandates/review/<int:key>/", finding.review_version, name="review_version"),
    path("mandates/review/finding/<int:key>/", finding.finding, name="finding"),
    path("mandates/review/add/<int:key>/", finding.add_finding, name="add_finding"),
    path("mandates/take-back/<slug:what>/<int:key>/", taken_back.take_back, name="take_back"),
    path("mandates/not/", reading.not_mandates, name="not"),
    path("mandates/readings/on/<int:key>/", reading.read_otherwise, name="read_otherwise"),
    path("mandates/readings/<int:key>/withdraw/", reading.withdraw, name="withdraw_reading"),
    # what is near
    path("mandates/check/", check.check, name="check"),
    path("mandates/related/", near.related, name="related"),
    path("mandates/related/<int:key>/", near.related_pair, name="related_pair"),
    # mandates looked at together
    path("mandates/sets/", review.sets, name="sets"),
    path("mandates/collect/", collecting.collect, name="collect"),
    path("mandates/sets/<slug:slug>/", review.review, name="set"),
    path("mandates/sets/<slug:slug>/document.<slug:form>", review.document, name="set_document"),
    path("mandates/sets/<slug:slug>/<slug:mandate>/", review.item, name="set_item"),
    # sessions, chains, evaluations
    path("mandates/occasions/", answers_sessions.occasions, name="occasions"),
    path("mandates/conflicts/", answers_sessions.conflicts, name="conflicts"),
    path("mandates/evaluations/<slug:actor>/<int:year>/", answers_sessions.yearly, name="yearly"),
    # who is asked
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
    path("actors/<slug:slug>/change/<slug:do>/", actors.change, name="change_actor"),
    path("actors/<slug:slug>/brief/", brief.of_actor, name="brief"),
    path("actors/<slug:slug>/first-day/", brief.first_day, name="first_day"),
    path("actors/<slug:slug>/checklist/", brief.checklist, name="checklist"),
    path("bodies/<slug:slug>/mandates/", actors.of_body, name="of_body"),
    path("organisations/<int:number>/brief/", brief.of_organisation, name="delegation_brief"),
    path(
        "organisations/<int:number>/first-day/",
        brief.first_day_of_organisation,
        name="delegation_first_day",
    ),
    # one mandate
    path("mandates/<slug:slug>/", mandate.mandate, name="mandate"),
    path("mandates/<slug:slug>/change/<slug:do>/", change.change, name="change"),
    path("mandates/<slug:slug>/change/<slug:do>/<int:key>/", change.change, name="change"),
    path("mandates/<slug:slug>/deliverables/", answers.deliverables, name="deliverables"),
    path(
        "mandates/<slug:slug>/deliverables/<int:number>/", answers.deliverable, name="deliverable"
    ),
    path("mandates/<slug:slug>/say/", answers_said.say, name="say"),
    path("mandates/<slug:slug>/statements/<int:number>/", answers_said.statement, name="statement"),
    path("mandates/<slug:slug>/resources/", answers_sourced.resources, name="resources"),
    path("mandates/<slug:slug>/evaluations/", answers_sourced.evaluations, name="evaluations"),
]
