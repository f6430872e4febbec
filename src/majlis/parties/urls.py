"""URLs of parties; those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path

from majlis.parties.views import (
    aliases,
    bodies,
    delegations,
    members,
    offices,
    organisations,
    registration_check,
    registration_steps,
    registrations,
)

app_name = "parties"
urlpatterns = [
    path("register/", registration_steps.start_registration, name="register"),
    path("register/sent/", registration_check.registration_sent, name="register_sent"),
    path("register/<slug:name>/", registration_steps.registration_step, name="register_step"),
    path("registrations/", registrations.registration_list, name="registrations"),
    path(
        "registrations/link/<str:token>/", registrations.registration_link, name="registration_link"
    ),
    path("registrations/<int:number>/", registrations.registration_detail, name="registration"),
    path(
        "registrations/<int:number>/decide/",
        registrations.decide_registration,
        name="decide_registration",
    ),
    path(
        "registrations/<int:number>/again/",
        registrations.edit_registration,
        name="edit_registration",
    ),
    path(
        "registrations/<int:number>/withdraw/",
        registrations.withdraw_registration,
        name="withdraw_registration",
    ),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/<int:number>/", organisations.organisation_detail, name="organisation"),
    path(
        "organisations/<int:number>/change/",
        organisations.change_organisation,
        name="change_organisation",
    ),
    path(
        "organisations/<int:number>/focal-point/",
        organisations.name_successor,
        name="name_successor",
    ),
    path(
        "organisations/<int:number>/focal-point/withdraw/",
        organisations.withdraw_successor,
        name="withdraw_successor",
    ),
    path(
        "organisations/<int:number>/leave/",
        organisations.close_organisation,
        name="close_organisation",
    ),
    path(
        "organisations/<int:number>/open-again/",
        organisations.reopen_organisation,
        name="reopen_organisation",
    ),
    path(
        "organisations/<int:number>/still-here/",
        organisations.reactivate_organisation,
        name="reactivate_organisation",
    ),
    path("organisations/<int:number>/delegation/", delegations.delegation, name="delegation"),
    path(
        "organisations/<int:number>/delegate/",
        delegations.request_delegation,
        name="request_delegation",
    ),
    path("delegations/<int:pk>/confirm/", delegations.confirm_delegate, name="confirm_delegate"),
    path("delegations/<int:pk>/decline/", delegations.decline_delegate, name="decline_delegate"),
    path(
        "delegations/<int:pk>/withdraw/",
        delegations.withdraw_delegation,
        name="withdraw_delegation",
    ),
    path("delegations/<int:pk>/end/", delegations.end_delegation, name="end_delegation"),
    path("invitations/<slug:kind>/<str:token>/", delegations.invitation, name="invitation"),
    path("bodies/", bodies.BodyList.as_view(), name="bodies"),
    path("bodies/<slug:slug>/", bodies.BodyDetail.as_view(), name="body"),
    path("bodies/<slug:slug>/change/", bodies.ChangeBody.as_view(), name="change_body"),
    path("bodies/<slug:slug>/names/", aliases.AddAlias.as_view(), name="add_alias"),
    path("bodies/<slug:slug>/names/<int:pk>/end/", aliases.EndAlias.as_view(), name="end_alias"),
    path("bodies/<slug:slug>/members/", members.member_list, name="members"),
    path("bodies/<slug:slug>/members/person/", members.admit_person, name="admit_person"),
    path("bodies/<slug:slug>/members/<int:pk>/end/", members.end_membership, name="end_membership"),
    path(
        "bodies/<slug:slug>/members/<slug:kind>/<int:pk>/end/",
        members.end_individual_membership,
        name="end_personal",
    ),
    path("bodies/<slug:slug>/offices/", offices.MakeOffice.as_view(), name="make_office"),
    path("offices/<slug:slug>/", offices.OfficeDetail.as_view(), name="office"),
    path("offices/<slug:slug>/change/", offices.ChangeOffice.as_view(), name="change_office"),
    path("offices/<slug:slug>/end/", offices.EndOffice.as_view(), name="end_office"),
    path("offices/<slug:slug>/holders/", offices.RecordHolder.as_view(), name="record_holder"),
    path(
        "offices/<slug:slug>/holders/<int:pk>/end/",
        offices.EndHolding.as_view(),
        name="end_holding",
    ),
    path(
        "offices/<slug:slug>/holders/<int:pk>/correct/",
        offices.CorrectHolding.as_view(),
        name="correct_holding",
    ),
    path("roles/", offices.role_list, name="roles"),
]
