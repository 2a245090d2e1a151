from django.urls import path
from django.views import i18n

from ayni.web.account import factors, health, links, openid, sessions, tokens
from ayni.web.administration import grants

urlpatterns = [
    path("sign-in/", factors.sign_in, name="sign_in"),
    path("sign-in/forgotten/", links.forgotten, name="forgotten"),
    path("sign-in/openid/", openid.start, name="openid"),
    path("sign-in/openid/back/", openid.came_back, name="openid_back"),
    path("sign-in/link/<str:text>/", links.choose, name="choose_password"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("language/", i18n.set_language, name="set_language"),
    path("health", health.health, name="health"),
    path("account/", sessions.own_account, name="own_account"),
    path("account/sessions/others/end/", sessions.end_others, name="end_other_sessions"),
    path("account/sessions/<int:session_id>/end/", sessions.end_one, name="end_session"),
    path("account/lending/", grants.lending, name="lending"),
    path("account/lending/<int:grant_id>/lend/", grants.lend, name="lend_role"),
    path("account/lending/<int:grant_id>/end/", grants.take_back, name="take_back_role"),
    path("tokens/", tokens.list_own, name="tokens"),
    path("tokens/new/", tokens.make, name="make_token"),
    path("tokens/<int:token_id>/replace/", tokens.rotate, name="rotate_token"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
]
