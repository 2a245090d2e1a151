"""The words of the registration questionnaire that is made from the dictionary, in the languages that are shipped."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]

TITLE: Texts = {"en": "Household registration", "fr": "Enregistrement d'un ménage", "ar": "تسجيل أسرة"}
LABELS: Mapping[str, Texts] = {
    "area": {
        "en": "Where does the household live?",
        "fr": "Où vit le ménage ?",
        "ar": "أين تسكن الأسرة؟",
    },
    "household": {
        "en": "Number of the household, if it is registered already",
        "fr": "Numéro du ménage, s'il est déjà enregistré",
        "ar": "رقم الأسرة، إن كانت مسجلة من قبل",
    },
    "place": {"en": "The point of the dwelling", "fr": "Le point GPS du logement", "ar": "موقع المسكن"},
    "address": {"en": "Address", "fr": "Adresse", "ar": "العنوان"},
    "directions": {
        "en": "How to find the dwelling",
        "fr": "Comment trouver le logement",
        "ar": "كيف يمكن الوصول إلى المسكن",
    },
    "members": {"en": "Member of the household", "fr": "Membre du ménage", "ar": "فرد من الأسرة"},
    "given_name": {"en": "Given name", "fr": "Prénom", "ar": "الاسم"},
    "family_name": {"en": "Family name", "fr": "Nom de famille", "ar": "اسم العائلة"},
    "relationship": {
        "en": "What is this person to the head of the household?",
        "fr": "Quel est le lien de cette personne avec le chef de ménage ?",
        "ar": "ما صلة هذا الشخص برب الأسرة؟",
    },
    "sex": {"en": "Sex", "fr": "Sexe", "ar": "الجنس"},
    "birth_known": {
        "en": "What is known of the birth?",
        "fr": "Que sait-on de la naissance ?",
        "ar": "ماذا يُعرف عن الولادة؟",
    },
    "born_on": {"en": "Day of birth", "fr": "Date de naissance", "ar": "تاريخ الميلاد"},
    "born_in": {"en": "Year of birth", "fr": "Année de naissance", "ar": "سنة الميلاد"},
    "age": {"en": "Age in completed years", "fr": "Âge en années révolues", "ar": "العمر بالسنوات الكاملة"},
    "phone": {"en": "Telephone", "fr": "Téléphone", "ar": "الهاتف"},
    "mother": {
        "en": "Number of the mother in this list, if she lives here",
        "fr": "Numéro de la mère dans cette liste, si elle vit ici",
        "ar": "رقم الأم في هذه القائمة إن كانت تعيش هنا",
    },
    "father": {
        "en": "Number of the father in this list, if he lives here",
        "fr": "Numéro du père dans cette liste, s'il vit ici",
        "ar": "رقم الأب في هذه القائمة إن كان يعيش هنا",
    },
    "one_head": {
        "en": "Exactly one member must be the head of the household. Go back and correct it.",
        "fr": "Il faut exactement un chef de ménage. Revenez en arrière et corrigez.",
        "ar": "يجب أن يكون للأسرة رب واحد فقط. عد إلى الوراء وصحح ذلك.",
    },
    "dwelling_group": {"en": "The dwelling", "fr": "Le logement", "ar": "المسكن"},
    "household_group": {"en": "The household", "fr": "Le ménage", "ar": "الأسرة"},
    "picture": {"en": "Picture of the dwelling", "fr": "Photo du logement", "ar": "صورة المسكن"},
}
MESSAGES: Mapping[str, Texts] = {
    "household": {
        "en": "A number is H and eight digits, as H00000012.",
        "fr": "Un numéro est H suivi de huit chiffres, comme H00000012.",
        "ar": "الرقم هو الحرف H تليه ثمانية أرقام، مثل H00000012.",
    },
    "born_on": {
        "en": "Nobody is born after today, or before 1880.",
        "fr": "Personne n'est né après aujourd'hui, ni avant 1880.",
        "ar": "لا يولد أحد بعد اليوم ولا قبل عام 1880.",
    },
    "age": {"en": "An age is from 0 to 130.", "fr": "Un âge va de 0 à 130.", "ar": "العمر من 0 إلى 130."},
    "mother": {
        "en": "Write the number of another member of this list.",
        "fr": "Écrivez le numéro d'un autre membre de cette liste.",
        "ar": "اكتب رقم فرد آخر من هذه القائمة.",
    },
    "range": {"en": "This is out of range.", "fr": "Cette valeur est hors limites.", "ar": "هذه القيمة خارج الحدود."},
    "partial_date": {
        "en": "Write YYYY, YYYY-MM or YYYY-MM-DD.",
        "fr": "Écrivez AAAA, AAAA-MM ou AAAA-MM-JJ.",
        "ar": "اكتب السنة أو السنة والشهر أو التاريخ الكامل بالأرقام: YYYY-MM-DD.",
    },
}
CHOICES: Mapping[str, Mapping[str, Texts]] = {
    "sex": {
        "female": {"en": "Female", "fr": "Féminin", "ar": "أنثى"},
        "male": {"en": "Male", "fr": "Masculin", "ar": "ذكر"},
    },
    "relationship": {
        "head": {"en": "Head of the household", "fr": "Chef de ménage", "ar": "رب الأسرة"},
        "spouse": {"en": "Husband or wife", "fr": "Mari ou femme", "ar": "زوج أو زوجة"},
        "child": {"en": "Child", "fr": "Enfant", "ar": "ابن أو ابنة"},
        "parent": {"en": "Parent", "fr": "Père ou mère", "ar": "أب أو أم"},
        "grandchild": {"en": "Grandchild", "fr": "Petit-enfant", "ar": "حفيد"},
        "sibling": {"en": "Brother or sister", "fr": "Frère ou sœur", "ar": "أخ أو أخت"},
        "other_relative": {"en": "Other relative", "fr": "Autre parent", "ar": "قريب آخر"},
        "non_relative": {"en": "Not a relative", "fr": "Sans lien de parenté", "ar": "ليس قريبًا"},
    },
    "birth_known": {
        "day": {"en": "The day", "fr": "Le jour", "ar": "اليوم"},
        "year": {"en": "The year", "fr": "L'année", "ar": "السنة"},
        "age": {"en": "The age", "fr": "L'âge", "ar": "العمر"},
        "nothing": {"en": "Nothing", "fr": "Rien", "ar": "لا شيء"},
    },
    "yes_no": {
        "yes": {"en": "Yes", "fr": "Oui", "ar": "نعم"},
        "no": {"en": "No", "fr": "Non", "ar": "لا"},
    },
}
MISSING: Mapping[str, Texts] = {
    "unknown": {"en": "Does not know", "fr": "Ne sait pas", "ar": "لا يعرف"},
    "refused": {"en": "Would not say", "fr": "Refuse de répondre", "ar": "رفض الإجابة"},
    "not_applicable": {"en": "Does not apply", "fr": "Ne s'applique pas", "ar": "لا ينطبق"},
}
LANGUAGES = ("en", "fr", "ar")
