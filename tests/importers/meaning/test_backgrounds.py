"""Which columns say who a respondent is: by name, in plain words, and behind a question."""

from vocabulary_rows import plainest

from insight.importers.meaning.backgrounds import background_of
from insight.importers.meaning.header_topics import topics_of
from insight.importers.meaning.word_lists import word_list

ASKED = {
    "gender": """Q1. Kjønn|1. Kjønn|Hva er ditt kjønn?|Er du mann eller kvinne?|Kjønn:|SP1 Kjønn|
        What is your gender?|Gender of respondent|D10 GENDER|Kva er kjønnet ditt?|
        Hvad er dit køn?|Vad är ditt kön?|Q1_kjonn|q12_gender|Spørsmål 3: Kjønn|
        Bakgrunn: Kjønn|Your gender|A. Kjønn|
        Please indicate your gender *|Vennligst oppgi ditt kjønn|Er du ...?|Are you...|Kjønn (IO)|
        Are you male or female?|Hva er ditt kjønn? - Selected Choice|grp/sex|G01Q02. Kjønn|
        Hva er ditt kjønn? Velg ett alternativ.|demografi/Hva er ditt kjønn?|[Q3] Kjønn|kjønn_|
        Er du kvinne eller mann?|Är du man eller kvinna?|Er du mand eller kvinde?|
        Respondent's sex|Vilket kön har du?|Ange ditt kön|Angiv dit køn|KJONN_R|bakgr_kjonn|
        Which gender do you identify with?|Q3: What best describes your gender?|Jeg er ...|
        Sex assigned at birth""",
    "age": """Hvor gammel er du?|Hva er din alder?|What is your age?|Hur gammal är du?|Alder (år)|
        Hvilken aldersgruppe tilhører du?|Which age group do you belong to?|S2: Age|Spm. 4 Alder|
        Oppgi din alder|Age of respondent, calculated|2. Hvor gammel er du (i hele år)?|a) Alder|
        Hvor gammel er du i dag?|Kor gammal er du?|How old are you?|
        Vilken åldersgrupp tillhör du?|What's your age?|Which age range do you fall into?|
        D11 AGE EXACT|Please select your age group|
        Which of the following best describes your age?""",
    "region": """I hvilket fylke bor du?|Hvilket fylke bor du i?|Kva fylke bur du i?|Region|
        Vilket län bor du i?|Which county do you live in?|Hvilken landsdel bor du i?|
        I hvilken helseregion jobber du?|Bostedsfylke""",
    "municipality": """I hvilken kommune bor du?|Hvilken kommune bor du i? (velg fra listen)|
        Kommunenummer|Hemkommun|In which country do you live?""",
    "education": """Hva er din høyeste fullførte utdanning?|Education level|
        Hvilken utdanning har du?|
        Hva er den høyeste utdanningen du har fullført?|Hva er ditt høyeste utdanningsnivå?|
        What is the highest level of education you have completed?|Høyeste utdanning|
        Kva er di høgaste fullførte utdanning?|Vilken är din högsta avslutade utbildning?|
        Hvad er din højeste gennemførte uddannelse?""",
    "income": """Hva er husstandens samlede inntekt?|Husstandens samlede årlige bruttoinntekt|
        What was your total household income before taxes?""",
    "marital": "Hva er sivilstanden din?|Hva er din sivilstand?|What is your marital status?",
    "employment": """Hva er din yrkesstatus?|What is your current employment status?|
        Hva er din stilling?|Hva er din profesjon?""",
    "urbanity": "Bosted|Hvor bor du?|Where do you live?|Var bor du?",
    "origin": "Hvilket land er du født i?|In which country were you born?",
    "birth_year": "Hvilket år er du født?|In what year were you born?|Fødselsår",
}

NOT_ASKED = """Hva synes du om utdanning?|Tillit til helsetjenesten i regionen|Partners utdanning|
    Kjønn på barn nr. 1|Mors utdanning|P2_gender|Age of youngest child|Hvor viktig er utdanning?|
    Hvor gammel er barnet ditt?|How satisfied are you with your income?|child/age|barn/kjønn|
    Hvor fornøyd er du med kommunen?|Gender pay gap|Har du e-post?|Interviewers kjønn|Er du enig?|
    Discrimination of respondent's group: gender|Bør kommunen bygge sykehus?|Age at first marriage|
    Are you satisfied with your education?|stage|average|Hvilken region stoler du mest på?|
    Which region do you trust most?|Hva er viktigst for deg?|Hvilket land reiste du til?|
    I hvilket land ble du behandlet?|Hvilken utdanning bør prioriteres?|
    Hvilken helseregion er best?|
    Jeg er enig|I am satisfied|Hvor ofte bruker du bosted?|Are you a member?|
    Hva er alderen på bilen?|
    Hvor mange år har du jobbet?|Hva er inntekten til naboen?|Which state is the reform in?"""


def headers(written: str) -> list[str]:
    return [header.strip() for header in written.split("|")]


def test_a_background_is_recognised_behind_its_question_as_name_and_as_label():
    found = {
        header: [
            getattr(background_of(*place), "kind", None) for place in ((header, ""), ("v7", header))
        ]
        for written in ASKED.values()
        for header in headers(written)
    }
    expected = {
        header: [kind, kind] for kind, written in ASKED.items() for header in headers(written)
    }
    assert {header for header in found if found[header] != expected[header]} == set()


def test_what_only_mentions_a_background_or_is_about_others_is_none():
    assert [
        header
        for header in headers(NOT_ASKED)
        if background_of(header, "") or background_of("v7", header)
    ] == []


def test_each_row_of_the_vocabulary_is_found():
    missed = []
    for kind, rows in word_list("backgrounds").items():
        if kind == "elsewhere":
            continue
        for column, words in rows.items():
            for row in words:
                text = plainest(row)
                found = background_of(*((text, "") if column == "names" else ("v7", text)))
                if found is None or found.kind != kind:
                    missed.append((kind, row, text, found))
    assert missed == []


def test_each_form_of_a_question_leads_to_its_topic():
    forms = [
        plainest(form.replace("{topic}", "kjønn")) for form in word_list("header_topics")["forms"]
    ]
    assert [form for form in forms if "kjønn" not in topics_of(form)] == []


def test_each_ending_opening_and_number_is_looked_through():
    words = word_list("header_topics")
    texts = [f"alder {plainest(row)}" for row in words["endings"]]
    texts += [f"{plainest(row)}: alder" for row in words["openings"]]
    texts += [f"{plainest(row)}12. alder" for row in words["numbering"]]
    texts += [f"alder - {plainest(row)}" for row in words["appended"]]
    assert [text for text in texts if "alder" not in topics_of(text)] == []
