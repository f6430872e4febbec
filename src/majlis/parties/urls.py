"""Addresses of the parties; those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path

from majlis.parties.views import (
    bodies,
    delegations,
    members,
    names,
    offices,
    organisations,
    register,
    register_check,
    registrations,
)

app_name = "parties"
urlpatterns = [
    path("register/", register.start, name="register"),
    path("register/sent/", register_check.sent, name="register_sent"),
    path("register/<slug:name>/", register.step, name="register_step"),
    path("registrations/", registrations.queue, name="registrations"),
    path("registrations/link/<str:token>/", registrations.opened, name="opened"),
    path("registrations/<int:number>/", registrations.registration, name="registration"),
    path("registrations/<int:number>/decide/", registrations.decide, name="decide"),
    path("registrations/<int:number>/again/", registrations.again, name="again"),
    path("registrations/<int:number>/withdraw/", registrations.withdraw, name="withdraw"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<int:number>/", organisations.organisation, name="organisation"),
    path("organisations/<int:number>/change/", organisations.change, name="change"),
    path("organisations/<int:number>/focal-point/", organisations.successor, name="successor"),
    path(
        "organisations/<int:number>/focal-point/withdraw/",
        organisations.withdraw_successor,
        name="withdraw_successor",
    ),
    path("organisations/<int:number>/leave/", organisations.close, name="close"),
    path("organisations/<int:number>/open-again/", organisations.reopen, name="reopen"),
    path("organisations/<int:number>/still-here/", organisations.wake, name="wake"),
    path("organisations/<int:number>/delegation/", delegations.delegation, name="delegation"),
    path("organisations/<int:number>/delegate/", delegations.ask, name="ask"),
    path("delegations/<int:pk>/confirm/", delegations.confirm, name="confirm"),
    path("delegations/<int:pk>/decline/", delegations.decline, name="decline"),
    path("delegations/<int:pk>/withdraw/", delegations.withdraw, name="withdraw_delegation"),
    path("delegations/<int:pk>/end/", delegations.end, name="end_delegation"),
    path("invitations/<slug:kind>/<str:token>/", delegations.invitation, name="invitation"),
    path("bodies/", bodies.index, name="bodies"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/change/", bodies.change, name="change_body"),
    path("bodies/<slug:slug>/names/", names.add_alias, name="add_alias"),
    path("bodies/<slug:slug>/names/<int:pk>/end/", names.end_alias, name="end_alias"),
    path("bodies/<slug:slug>/members/", members.members, name="members"),
    path("bodies/<slug:slug>/members/person/", members.admit_person, name="admit_person"),
    path("bodies/<slug:slug>/members/<int:pk>/end/", members.end_membership, name="end_membership"),
    path(
        "bodies/<slug:slug>/members/<slug:kind>/<int:pk>/end/",
        members.end_personal,
        name="end_personal",
    ),
    path("bodies/<slug:slug>/offices/", offices.make, name="make_office"),
    path("offices/<slug:slug>/", offices.office, name="office"),
    path("offices/<slug:slug>/change/", offices.change, name="change_office"),
    path("offices/<slug:slug>/end/", offices.end, name="end_office"),
    path("offices/<slug:slug>/holders/", offices.record_holder, name="record_holder"),
    path("offices/<slug:slug>/holders/<int:pk>/end/", offices.end_holding, name="end_holding"),
    path(
        "offices/<slug:slug>/holders/<int:pk>/correct/",
        offices.correct_holding,
        name="correct_holding",
    ),
    path("roles/", offices.roles, name="roles"),
]
