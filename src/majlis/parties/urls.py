"""URLs of parties; those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path

from majlis.parties.views import (
    aliases,
    bodies,
    delegations,
    invitations,
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
    path("registrations/", registrations.RegistrationList.as_view(), name="registrations"),
    path(
        "registrations/link/<str:token>/",
        registrations.RegistrationByLink.as_view(),
        name="registration_link",
    ),
    path(
        "registrations/link/<str:token>/confirm/",
        registrations.ConfirmAddress.as_view(),
        name="confirm_address",
    ),
    path(
        "registrations/link/<str:token>/again/",
        registrations.EditRegistration.as_view(),
        name="edit_registration",
    ),
    path(
        "registrations/link/<str:token>/withdraw/",
        registrations.WithdrawRegistration.as_view(),
        name="withdraw_registration",
    ),
    path(
        "registrations/<int:number>/",
        registrations.RegistrationDetail.as_view(),
        name="registration",
    ),
    path(
        "registrations/<int:number>/decide/",
        registrations.DecideRegistration.as_view(),
        name="decide_registration",
    ),
    path(
        "registrations/<int:number>/again/",
        registrations.EditRegistration.as_view(),
        name="edit_registration",
    ),
    path(
        "registrations/<int:number>/withdraw/",
        registrations.WithdrawRegistration.as_view(),
        name="withdraw_registration",
    ),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path(
        "organisations/<int:number>/",
        organisations.OrganisationDetail.as_view(),
        name="organisation",
    ),
    path(
        "organisations/<int:number>/change/",
        organisations.ChangeOrganisation.as_view(),
        name="change_organisation",
    ),
    path(
        "organisations/<int:number>/focal-point/",
        organisations.NameSuccessor.as_view(),
        name="name_successor",
    ),
    path(
        "organisations/<int:number>/focal-point/withdraw/",
        organisations.WithdrawSuccessor.as_view(),
        name="withdraw_successor",
    ),
    path(
        "organisations/<int:number>/leave/",
        organisations.CloseOrganisation.as_view(),
        name="close_organisation",
    ),
    path(
        "organisations/<int:number>/open-again/",
        organisations.ReopenOrganisation.as_view(),
        name="reopen_organisation",
    ),
    path(
        "organisations/<int:number>/still-here/",
        organisations.ReactivateOrganisation.as_view(),
        name="reactivate_organisation",
    ),
    path(
        "organisations/<int:number>/delegation/",
        delegations.DelegationList.as_view(),
        name="delegation",
    ),
    path(
        "organisations/<int:number>/delegation/invite/",
        delegations.InviteDelegate.as_view(),
        name="invite_delegate",
    ),
    path(
        "organisations/<int:number>/delegate/",
        delegations.RequestDelegation.as_view(),
        name="request_delegation",
    ),
    path(
        "delegations/<int:pk>/confirm/",
        delegations.ConfirmDelegate.as_view(),
        name="confirm_delegate",
    ),
    path(
        "delegations/<int:pk>/decline/",
        delegations.DeclineDelegate.as_view(),
        name="decline_delegate",
    ),
    path(
        "delegations/<int:pk>/withdraw/",
        delegations.WithdrawDelegation.as_view(),
        name="withdraw_delegation",
    ),
    path("delegations/<int:pk>/end/", delegations.EndDelegation.as_view(), name="end_delegation"),
    path(
        "invitations/<slug:kind>/<str:token>/",
        invitations.InvitationPage.as_view(),
        name="invitation",
    ),
    path("bodies/", bodies.BodyList.as_view(), name="bodies"),
    path("bodies/<slug:slug>/", bodies.BodyDetail.as_view(), name="body"),
    path("bodies/<slug:slug>/change/", bodies.ChangeBody.as_view(), name="change_body"),
    path("bodies/<slug:slug>/names/", aliases.AddAlias.as_view(), name="add_alias"),
    path("bodies/<slug:slug>/names/<int:pk>/end/", aliases.EndAlias.as_view(), name="end_alias"),
    path("bodies/<slug:slug>/members/", members.MemberList.as_view(), name="members"),
    path(
        "bodies/<slug:slug>/members/admit/",
        members.AdmitOrganisation.as_view(),
        name="admit_organisation",
    ),
    path("bodies/<slug:slug>/members/person/", members.AdmitPerson.as_view(), name="admit_person"),
    path(
        "bodies/<slug:slug>/members/<int:pk>/end/",
        members.EndMembership.as_view(),
        name="end_membership",
    ),
    path(
        "bodies/<slug:slug>/members/<slug:kind>/<int:pk>/end/",
        members.EndIndividualMembership.as_view(),
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
