"""What columns and answers are called in files, in several languages: for proposing a mapping, and for reading answers
that a mapping does not list."""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    """Words parted by |."""
    return tuple(" ".join(word.split()) for word in text.split("|"))


#: For each thing a row can tell: names of columns, the surest first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "key": _listed(
        """person id | personid | person key | pid | individual id | member id | id person | id | key | uuid |
        number of the person | identifiant | id individu | code individu | id persona | id pessoa | رقم الشخص |
        المعرف | رقم الفرد | kitambulisho"""
    ),
    "household": _listed(
        """household id | householdid | hhid | hid | hh id | household key | household | household number | family
        id | id menage | id ménage | menage | ménage | code menage | id hogar | hogar | id agregado | agregado
        familiar | رقم الأسرة | رقم الاسرة | الأسرة | الاسرة | kaya"""
    ),
    "number": _listed(
        """line | line number | line no | person number | pno | member number | numero de ligne | numéro de ligne |
        linea | رقم السطر"""
    ),
    "relationship": _listed(
        """relationship | relationship to head | relation | relation to head | role | lien de parenté | lien de
        parente | lien | lien avec le chef | parentesco | relación | relacao | صلة القرابة | القرابة | العلاقة |
        uhusiano"""
    ),
    "given_name": _listed(
        """given name | given names | given | first name | firstname | forename | prénom | prenom | prénoms |
        nombre | nombres | primeiro nome | الاسم الأول | الاسم الاول | jina la kwanza"""
    ),
    "family_name": _listed(
        """family name | family | last name | lastname | surname | nom de famille | nom | apellido | apellidos |
        sobrenome | apelido | اسم العائلة | اللقب | jina la ukoo"""
    ),
    "name": _listed(
        """name | full name | fullname | nom complet | nom et prénom | nom et prenom | nombre completo | nome |
        nome completo | الاسم | الاسم الكامل | jina"""
    ),
    "given_name_latin": _listed("given name latin | given latin | first name latin | prénom latin"),
    "family_name_latin": _listed("family name latin | family latin | last name latin | nom latin"),
    "sex": _listed("sex | gender | sexe | genre | sexo | género | genero | الجنس | النوع | jinsia"),
    "born": _listed(
        """date of birth | birth date | birthdate | dob | born | birthday | year of birth | date de naissance | né
        le | naissance | fecha de nacimiento | nacimiento | data de nascimento | nascimento | تاريخ الميلاد |
        الميلاد | تاريخ الولادة | tarehe ya kuzaliwa"""
    ),
    "age": _listed("age | age in years | age years | âge | edad | idade | العمر | السن | umri"),
    "died": _listed(
        """date of death | died | died on | deceased | date de décès | date de deces | décès | fecha de defunción |
        data de óbito | تاريخ الوفاة | الوفاة"""
    ),
    "phone": _listed(
        """phone | phone number | telephone | telephone number | mobile | mobile number | tel | téléphone |
        telefono | teléfono | telefone | celular | الهاتف | رقم الهاتف | الجوال | simu"""
    ),
    "area": _listed(
        """area | area code | village | village code | ward | district | district code | commune | quartier |
        localité | municipality | region | pcode | p-code | adm3 pcode | adm2 pcode | municipio | distrito |
        القرية | المنطقة | الحي | المديرية | kijiji"""
    ),
    "mother": _listed(
        """mother | mother id | mother key | id of mother | mère | mere | id mère | madre | mãe | الأم | رقم الأم |
        mama"""
    ),
    "father": _listed(
        """father | father id | father key | id of father | père | pere | id père | padre | pai | الأب | رقم الأب |
        baba"""
    ),
    "part_of": _listed("part of household | part of | larger household | compound | concession"),
    "identifier": _listed(
        """national id | national id number | nid | identity number | identity card | id card | id number | passport
        | passport number | numero d'identite | numéro d'identité | carte d'identité | cni | cedula | cédula | dni |
        documento de identidad | bilhete de identidade | رقم الهوية | الرقم الوطني | رقم البطاقة |
        kitambulisho cha taifa"""
    ),
    "spouse": _listed(
        """spouse | spouse id | husband or wife | conjoint | époux | cónyuge | cônjuge | الزوج | الزوجة | mwenzi"""
    ),
}

SEX: dict[str, tuple[str, ...]] = {
    "female": _listed(
        """female | f | woman | girl | femme | féminin | feminin | fille | mujer | femenino | feminino | mulher |
        أنثى | انثى | امرأة | ke | mwanamke"""
    ),
    "male": _listed(
        """male | m | man | boy | homme | masculin | garçon | h | hombre | masculino | homem | ذكر | رجل | me |
        mwanaume"""
    ),
}
RELATIONSHIP: dict[str, tuple[str, ...]] = {
    "head": _listed(
        """head | head of household | household head | self | chef | chef de ménage | chef de menage | jefe | jefa
        | jefe de hogar | chefe | responsável | رب الأسرة | رب الاسرة | ربة الأسرة | mkuu wa kaya"""
    ),
    "spouse": _listed(
        """spouse | wife | husband | partner | conjoint | conjointe | époux | épouse | epouse | cónyuge | esposa |
        esposo | cônjuge | زوج | زوجة | mke | mume"""
    ),
    "child": _listed(
        """child | son | daughter | son/daughter | enfant | fils | fille | hijo | hija | filho | filha | ابن | ابنة
        | بنت | mtoto"""
    ),
    "parent": _listed(
        """parent | mother | father | father/mother | mère | père | madre | padre | mãe | pai | أم | أب | والد |
        والدة | mzazi"""
    ),
    "grandchild": _listed(
        """grandchild | grandson | granddaughter | petit-enfant | petit-fils | petite-fille | nieto | nieta | neto
        | neta | حفيد | حفيدة | mjukuu"""
    ),
    "sibling": _listed(
        """sibling | brother | sister | brother/sister | frère | soeur | sœur | hermano | hermana | irmão | irmã |
        أخ | أخت | ndugu"""
    ),
    "other_relative": _listed(
        """other relative | other_relative | relative | nephew | niece | uncle | aunt | cousin | autre parent |
        neveu | nièce | oncle | tante | otro pariente | outro parente | قريب | قريب آخر | jamaa"""
    ),
    "non_relative": _listed(
        """non relative | non_relative | non-relative | not related | servant | lodger | sans lien | non apparenté
        | no pariente | não parente | غير قريب | si jamaa"""
    ),
}
YES_NO: dict[str, tuple[str, ...]] = {
    "true": _listed("true | yes | y | 1 | oui | o | vrai | sí | si | s | sim | verdadero | نعم | ndiyo"),
    "false": _listed("false | no | n | 0 | non | faux | não | nao | falso | لا | hapana"),
}
#: What stands for no answer, in any column.
NOTHING = frozenset(
    _listed("#n/a | - | -- | ? | desconocido | inconnu | n.a. | n/a | na | nan | none | null | unknown | غير معروف")
)


def cells(choices: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """From each word to the code it means."""
    return {word: code for code, words in choices.items() for word in words}
