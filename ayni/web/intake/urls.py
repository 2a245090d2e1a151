from django.urls import path

from ayni.web.intake import phones, questionnaires, submissions

urlpatterns = [
    path("", questionnaires.questionnaires, name="questionnaires"),
    path("upload/", questionnaires.upload, name="upload_questionnaire"),
    path("make/", questionnaires.make, name="make_questionnaire"),
    path("versions/<int:version_id>/", questionnaires.version, name="questionnaire"),
    path("versions/<int:version_id>/workbook/", questionnaires.workbook, name="questionnaire_workbook"),
    path("versions/<int:version_id>/<slug:verb>/", questionnaires.step, name="questionnaire_step"),
    path("phones/", phones.phones, name="phones"),
    path("phones/<int:key_id>/withdraw/", phones.withdraw, name="withdraw_phone"),
    path("sent/", submissions.submissions, name="submissions"),
    path("sent/<int:number>/", submissions.submission, name="submission"),
    path("sent/<int:number>/mend/", submissions.mend, name="mend_submission"),
    path("sent/<int:number>/apply/", submissions.apply, name="apply_submission"),
    path("sent/<int:number>/refuse/", submissions.refuse, name="refuse_submission"),
    path("sent/<int:number>/files/<int:file_id>/", submissions.file, name="submission_file"),
]
