"""URLs of accounts: below the language, and a few without one.

The URLs of allauth are listed one by one, so that only pages with our templates are reachable. Those
that write are atomic: what allauth writes is written whole or not at all.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.db.transaction import atomic
from django.urls import URLPattern, URLResolver, include, path, re_path

from majlis.parties.accounts.views import (
    entrance,
    home,
    own_sign_in,
    people,
    sign_in,
)

own_patterns: tuple[list[URLPattern], str] = (
    [
        path("account/", home.home, name="home"),
        path("account/profile/", home.ChangeProfile.as_view(), name="profile"),
        path(
            "account/sign-out-everywhere/",
            home.SignOutEverywhere.as_view(),
            name="sign_out_everywhere",
        ),
        path("account/close/", home.CloseAccount.as_view(), name="close_account"),
        path("account/data/", home.personal_data, name="personal_data"),
        path("account/data/held/<slug:key>/", home.personal_data_kind, name="personal_data_kind"),
        path("account/data/export/", home.export_personal_data, name="export"),
        path("account/data/erase/", home.erase_personal_data, name="erase"),
        path("account/data/erase/confirm/", home.EraseByPassword.as_view(), name="erase_confirm"),
        path("account/data/erase/link/", home.RequestErasure.as_view(), name="request_erasure"),
        path(
            "account/data/erase/link/<str:token>/", home.EraseByLink.as_view(), name="erase_by_link"
        ),
        path("account/data/erased/", home.erased, name="erased"),
        path(
            "account/first/<str:token>/",
            entrance.CreateFirstAdministrator.as_view(),
            name="first_administrator",
        ),
        path(
            "account/administrator/<str:token>/",
            entrance.CreateInvitedAdministrator.as_view(),
            name="new_administrator",
        ),
        path("account/organization/", entrance.find_organisation, name="organisation"),
        path(
            "account/organization/<str:provider_id>/",
            entrance.organisation_redirect,
            name="organisation_redirect",
        ),
        path("account/people/", people.PeopleList.as_view(), name="people"),
        path("account/people/<int:pk>/", people.PersonDetail.as_view(), name="person"),
        path(
            "account/people/<int:pk>/appoint/",
            people.AppointPerson.as_view(),
            name="appoint_person",
        ),
        path("account/people/<int:pk>/close/", people.ClosePerson.as_view(), name="close_person"),
        path(
            "account/people/<int:pk>/reopen/", people.ReopenPerson.as_view(), name="reopen_person"
        ),
        path(
            "account/people/<int:pk>/second-step/",
            people.ResetSecondStep.as_view(),
            name="reset_second_step",
        ),
        path(
            "account/roles/<int:pk>/end/", people.EndAppointment.as_view(), name="end_appointment"
        ),
        path(
            "account/own-sign-in/<int:pk>/", own_sign_in.SetOwnSignIn.as_view(), name="own_sign_in"
        ),
        path(
            "account/own-sign-in/<int:pk>/withdraw/",
            own_sign_in.WithdrawOwnSignIn.as_view(),
            name="withdraw_own_sign_in",
        ),
    ],
    "accounts",
)

allauth_patterns: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("sign-up/", atomic(account.signup), name="account_signup"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", atomic(account.email), name="account_email"),
    path("email/sent/", account.email_verification_sent, name="account_email_verification_sent"),
    path("email/confirm/<str:key>/", atomic(account.confirm_email), name="account_confirm_email"),
    path("password/", atomic(account.password_change), name="account_change_password"),
    path("password/set/", atomic(sign_in.set_password), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        atomic(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("two-step/", mfa.index, name="mfa_index"),
    path("two-step/code/", mfa.authenticate, name="mfa_authenticate"),
    path("two-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("two-step/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("two-step/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("two-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("two-step/codes/new/", sign_in.new_codes, name="mfa_generate_recovery_codes"),
    path(
        "two-step/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("organizations/", social.connections, name="socialaccount_connections"),
    path("organizations/sign-up/", atomic(social.signup), name="socialaccount_signup"),
    path("organizations/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("organizations/failed/", social.login_error, name="socialaccount_login_error"),
    path(
        "organizations/<str:provider_id>/go/",
        entrance.organisation_login,
        name="openid_connect_login",
    ),
]

# Below /<language>/.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(own_patterns)),
    path("account/", include(allauth_patterns)),
]

# Without a language: servers of organizations know one address to come back to.
urlpatterns_without_language: list[URLPattern | URLResolver] = [
    path(
        "account/organizations/<str:provider_id>/back/",
        entrance.organisation_callback,
        name="openid_connect_callback",
    )
]
