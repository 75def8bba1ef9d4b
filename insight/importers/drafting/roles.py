"""Roles of columns, and missing answers, by the words in names and labels.

The words are Norwegian, Swedish, Danish and English. They make a draft for a person to look over,
so they are few and plain rather than many and clever.
"""

from __future__ import annotations

import re
from typing import Final

from insight.survey.codebook import Missing, Role

READ = 300  # letters of a name or label that are looked at
FEW = 40  # more categories than this are no groups to break answers down by

_DONT_KNOW = re.compile(
    r"\b(vet ikke|veit ikkje|vet inte|vet ej|ved ikke|usikker|husker ikke|minns inte|"
    r"don'?t know|dont know|do not know|don't remember|not sure|unsure|can'?t (say|choose)|"
    r"undecided|dk)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(\brefus|\bdeclined|prefer not|rather not|\bvil ikke (svare|oppgi|si)|ønsker ikke|"
    r"ønskjer ikkje|\bnekte|\bvill inte|\bvill ej|vil ikke svare)",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"(no answer|not answered|not available|ubesvart|ikke (be)?svart|ikkje svart|ej svar|"
    r"inget svar|intet svar|uoppgitt|missing|not applicable|inapplicable|ikke (aktuell?t?|relevant)"
    r"|ikke stilt|not asked|skipped)",
    re.IGNORECASE,
)
_UNDECLARED: Final = re.compile(
    r"[\s(\[*-]*(vet ikke|vet ikke[ /,]+(ikke sikker|husker ikke|usikker)|veit ikkje|vet inte|"
    r"vet ej|ved ikke|don'?t know|do not know|dk|refus(al|ed)|prefer not to (say|answer)|"
    r"(vil|ønsker) ikke( å)? (svare|oppgi)|no answer|not answered|ubesvart|ikke besvart|"
    r"uoppgitt)[\s)\].*]*",
    re.IGNORECASE,
)

# Codes that many programs and institutes write for an answer that is none.
SENTINELS = frozenset([-7, -8, -9, -66, -77, -88, -97, -98, -99, -666, -777, -888, -999, -9999])

_BACKGROUND: tuple[tuple[str, str], ...] = (
    (
        r"gndr|gender\w*|egender|sex|female|male|kvinne|kjonn\w*|kjønn\w*|kon|kön",
        r"kjønn|gender|sex|kön|køn",
    ),
    (
        r"age_?(gr\w*|cat\w*|merge|kat\w*|\d+)|alder_?(gr\w*|kat\w*|\d+)?|aldersgr\w*",
        r"age (group|category|band)s?|aldersgruppe\w*|alder i \w*grupper|alder|age",
    ),
    (r"region\w*|landsdel\w*|helseregion\w*|fylke\w*", r"region|landsdel|helseregion|fylke|county"),
    (r"state_?\w{0,3}|kommune(nr|type|st\w*)?|country\w{0,3}", r"kommune\w*|state|municipality"),
    (
        r"educ\w*|eisced|utd\w*|utdann\w*|degree|eeduc",
        r"(høyeste |highest (level of )?)?(fullførte )?(utdanning\w*|education)(, \w+)*",
    ),
    (
        r"employ?_?\w{0,3}|mnactic|emplrel|arb\w*status|yrke(sstatus)?|stilling\w*",
        r"yrkesstatus|hovedaktivitet|employment (status|relation)|yrke|stilling|profession",
    ),
    (r"income\w{0,3}|hinctnt\w?|inntekt\w*|income", r"(husholdning\w* )?inntekt\w*|income"),
    (r"marsts|maritalb?|ms|sivil\w*|marital\w*", r"sivilstand\w*|(legal )?marital status"),
    (r"domicil|urban\w*|bosted\w*|sentralitet\w*", r"bosted\w*|sentralitet|domicile|urban\w*"),
    (r"race|rrace|ethnic\w*|landbakgrunn\w*", r"ethnicity|race|landbakgrunn|innvandrer\w*"),
    (r"religion|locality|sector|sektor", r"religion|locality|sektor|sector"),
)
_OTHERS = re.compile(
    r"(second|third|fourth|fifth|\w+th) person|partner|spouse|father|mother|ektefelle|samboer|"
    r"\bfar\b|\bmor\b|interviewer|in country|trust|tillit|satisf|tilfreds",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(\w*_)?(idno|id\d*|uuid|guid|respid|resp_?id|respondent_?id|serial|record_?(number|no|id)|"
    r"recordno|rownames|unique_id|caseid|case_id|scram|unnamed:? ?_?0|lopenr|løpenr)(_\w+)?",
    re.IGNORECASE,
)
_AGE = re.compile(r"agea|age|alder|yrbrn|birth_?\w*|fodt\w*|født\w*|fodselsar|fødselsår", re.I)


def missing_of(label: str) -> Missing:
    """Return what sort of missing answer a declared missing code is, by its label.

    Examples
    --------
    >>> missing_of("Vet ikke"), missing_of("Refusal"), missing_of("Not applicable")
    ('dont_know', 'refused', 'other')
    """
    if _REFUSED.search(label):
        return "refused"
    return "dont_know" if _DONT_KNOW.search(label) else "other"


def missing_by_whole_label(label: str) -> Missing | None:
    """Return the sort of missing answer where the whole label says that it is one, else None.

    Examples
    --------
    >>> missing_by_whole_label("Don't know"), missing_by_whole_label("(Ubesvart)")
    ('dont_know', 'other')
    >>> missing_by_whole_label("Vet ikke hvor jeg skal finne det") is None
    True
    """
    return missing_of(label) if _UNDECLARED.fullmatch(label) else None


def mentions_missing(label: str) -> Missing | None:
    """Return the sort of missing answer that the words at the end of a label name, else None.

    Examples
    --------
    >>> mentions_missing("no answer"), mentions_missing("religion")
    ('other', None)
    """
    for words in (_DONT_KNOW, _REFUSED, _NO_ANSWER):
        if words.fullmatch(label.strip(" .()")) or (words is _REFUSED and words.match(label)):
            return missing_of(label)
    return None


def background_of(name: str, label: str) -> int | None:
    """Return which kind of background a column is about, by number, else None.

    Examples
    --------
    >>> background_of("gndr", "Gender"), background_of("gndr2", "Gender of second person") is None
    (0, True)
    >>> background_of("v3", "Aldersgruppe"), background_of("trstprl", "Trust") is None
    (1, True)
    """
    name, label = name[:READ], label[:READ]
    if _OTHERS.search(label) or _OTHERS.search(name):
        return None
    for number, (names, labels) in enumerate(_BACKGROUND):
        if re.fullmatch(names, name, re.IGNORECASE):
            return number
        if re.fullmatch(rf"({labels})( (of|til) respondent\w*)?", label, re.IGNORECASE):
            return number
    return None


def role_of(name: str, label: str, categories: int | None) -> Role:
    """Return the role of a column by its name and label.

    Parameters
    ----------
    name, label
        As in the file.
    categories
        Number of valid categories; None for a number.

    Examples
    --------
    >>> role_of("gndr", "Gender", 2), role_of("health", "Subjective general health", 5)
    ('segment', 'item')
    >>> role_of("idno", "Respondent's identification number", None), role_of("agea", "Age", None)
    ('other', 'other')
    """
    if _IDENTITY.fullmatch(name[:READ]) or is_weight(name, label):
        return "other"
    if categories is None:
        aged = _AGE.fullmatch(name) or background_of(name, label) is not None
        return "other" if aged else "item"
    if categories < 2:
        return "other"
    return "segment" if background_of(name, label) is not None and categories <= FEW else "item"


def is_weight(name: str, label: str) -> bool:
    """Whether name or label says that a column is a weight; of a body's weight it is not.

    Examples
    --------
    >>> is_weight("pspwght", ""), is_weight("vekt1", ""), is_weight("v9", "Design weight")
    (True, True, True)
    >>> is_weight("bodyweight", ""), is_weight("q7", "Weight in kilograms"), is_weight("pw", "")
    (False, False, True)
    """
    if re.search(
        r"\bkg\b|kilo|pounds|kropp|body|birth|overvekt|overweight", f"{name} {label}", re.I
    ):
        return False
    names = (
        r"(\w*[a-z_])?(w(ei)?ght|weight)(_?\w{1,3})?|vekt\w*|\w+_vekt|wt[a-z]*\d*|pw|\w*wgt\w*|w"
    )
    labels = r"\b(weight|vekt|vekter|vikt|vægt|\w+vekt|\w+weight)\b"
    return bool(re.fullmatch(names, name, re.I) or re.search(labels, label, re.I))


_DEGREES = re.compile(
    r"\b(very|quite|fairly|rather|somewhat|strongly|agree|disagree|never|always|often|seldom|"
    r"extremely|completely|every day|once a|less than|more than|good|bad|large|small|"
    r"svært|ganske|litt|veldig|nokså|helt|delvis|enig|uenig|aldri|alltid|ofte|sjelden|daglig|"
    r"ukentlig|månedlig|meget|mycket|godt?|dårlig|stor|liten|decile|level|nivå|år|years|under|over)\b",
    re.IGNORECASE,
)


def in_degrees(labels: list[str]) -> bool:
    """Whether categories stand in an order, such as a scale from 0 to 10 or "very" to "not".

    Examples
    --------
    >>> in_degrees(["Svært liten", "Ganske liten", "Ganske stor", "Svært stor"])
    True
    >>> in_degrees(["Left", "1", "2", "3", "Right"]), in_degrees(["Oslo", "Bergen", "Stavanger"])
    (True, False)
    """
    numbers = sum(label.strip().isdigit() for label in labels)
    graded = sum(bool(_DEGREES.search(label)) for label in labels)
    return len(labels) > 2 and (numbers >= 3 or graded >= max(2, len(labels) // 2))
