from django.urls import path

from ayni.web.administration import accounts, grants, partners, views

urlpatterns = [
    path("", views.work_list, name="administration"),
    path("work/<int:work_id>/progress/", views.progress, name="progress"),
    path("users/", views.users, name="users"),
    path("access/", grants.review, name="access_review"),
    path("access/<int:grant_id>/withdraw/", grants.withdraw, name="withdraw_role"),
    path("access/<int:grant_id>/keep/", grants.confirm, name="confirm_role"),
    path("users/<int:user_id>/role/", grants.give, name="give_role"),
    path("users/add/", accounts.add, name="add_user"),
    path("users/<int:user_id>/", accounts.account, name="user_account"),
    *(
        path(f"users/<int:user_id>/{step}/", accounts.step, {"step": step}, name=f"user_{step}")
        for step in accounts.STEPS
    ),
    path("service-accounts/", partners.listed, name="service_accounts"),
    path("service-accounts/add/", partners.add, name="add_service_account"),
    path("service-accounts/<int:user_id>/secret/", partners.rotate, name="rotate_secret"),
]
