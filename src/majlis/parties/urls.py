"""URLs of parties; those of records are their permanent addresses."""

from __future__ import annotations

from django.urls import path

from majlis.kit.urls import page_path
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
    page_path("registrations/", registrations.RegistrationList, "registrations"),
    page_path(
        "registrations/link/<str:token>/", registrations.RegistrationByLink, "registration_link"
    ),
    page_path("registrations/link/<str:token>/confirm/", registrations.ConfirmAddress),
    page_path("registrations/link/<str:token>/again/", registrations.EditRegistration),
    page_path("registrations/link/<str:token>/withdraw/", registrations.WithdrawRegistration),
    page_path("registrations/<int:number>/", registrations.RegistrationDetail, "registration"),
    page_path("registrations/<int:number>/decide/", registrations.DecideRegistration),
    page_path("registrations/<int:number>/again/", registrations.EditRegistration),
    page_path("registrations/<int:number>/withdraw/", registrations.WithdrawRegistration),
    page_path("organisations/", organisations.OrganisationList, "organisations"),
    page_path("organisations/<int:number>/", organisations.OrganisationDetail, "organisation"),
    page_path("organisations/<int:number>/change/", organisations.ChangeOrganisation),
    page_path("organisations/<int:number>/focal-point/", organisations.NameSuccessor),
    page_path("organisations/<int:number>/focal-point/withdraw/", organisations.WithdrawSuccessor),
    page_path("organisations/<int:number>/leave/", organisations.CloseOrganisation),
    page_path("organisations/<int:number>/open-again/", organisations.ReopenOrganisation),
    page_path("organisations/<int:number>/still-here/", organisations.ReactivateOrganisation),
    page_path("organisations/<int:number>/delegation/", delegations.DelegationList, "delegation"),
    page_path("organisations/<int:number>/delegation/invite/", delegations.InviteDelegate),
    page_path("organisations/<int:number>/delegate/", delegations.RequestDelegation),
    page_path("delegations/<int:pk>/confirm/", delegations.ConfirmDelegate),
    page_path("delegations/<int:pk>/decline/", delegations.DeclineDelegate),
    page_path("delegations/<int:pk>/withdraw/", delegations.WithdrawDelegation),
    page_path("delegations/<int:pk>/end/", delegations.EndDelegation),
    page_path("invitations/<slug:kind>/<str:token>/", invitations.InvitationPage, "invitation"),
    page_path("bodies/", bodies.BodyList, "bodies"),
    page_path("bodies/<slug:slug>/", bodies.BodyDetail, "body"),
    page_path("bodies/<slug:slug>/change/", bodies.ChangeBody),
    page_path("bodies/<slug:slug>/names/", aliases.AddAlias),
    page_path("bodies/<slug:slug>/names/<int:pk>/end/", aliases.EndAlias),
    page_path("bodies/<slug:slug>/members/", members.MemberList, "members"),
    page_path("bodies/<slug:slug>/members/admit/", members.AdmitOrganisation),
    page_path("bodies/<slug:slug>/members/person/", members.AdmitPerson),
    page_path("bodies/<slug:slug>/members/<int:pk>/end/", members.EndMembership),
    page_path(
        "bodies/<slug:slug>/members/<slug:kind>/<int:pk>/end/",
        members.EndIndividualMembership,
        "end_personal",
    ),
    page_path("bodies/<slug:slug>/offices/", offices.MakeOffice),
    page_path("offices/<slug:slug>/", offices.OfficeDetail, "office"),
    page_path("offices/<slug:slug>/change/", offices.ChangeOffice),
    page_path("offices/<slug:slug>/end/", offices.EndOffice),
    page_path("offices/<slug:slug>/holders/", offices.RecordHolder),
    page_path("offices/<slug:slug>/holders/<int:pk>/end/", offices.EndHolding),
    page_path("offices/<slug:slug>/holders/<int:pk>/correct/", offices.CorrectHolding),
    path("roles/", offices.role_list, name="roles"),
]
