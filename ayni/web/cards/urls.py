from django.urls import path

from ayni.web.cards import checking, numbers, sheets, views

urlpatterns = [
    path("", sheets.listed, name="card_sheets"),
    path("sheets/<int:sheet_id>/", sheets.sheet, name="card_sheet"),
    path("sheets/<int:sheet_id>/file/", sheets.file, name="card_sheet_file"),
    path("persons/<int:person_id>/", views.of_person, name="person_cards"),
    path("persons/<int:person_id>/give/", views.give, name="give_card"),
    path("persons/<int:person_id>/numbers/<int:pk>/", numbers.number, name="number_checks"),
    path("<int:card_id>/print/", views.printed, name="print_card"),
    path("<int:card_id>/square.png", views.square, name="card_square"),
    path("<int:card_id>/replace/", views.replace, name="replace_card"),
    path("<int:card_id>/end/", views.end, name="end_card"),
    path("check/", checking.page, name="check_card"),
    path("keys.txt", checking.keys, name="card_keys"),
    path("ended.txt", checking.ended, name="ended_cards"),
]
