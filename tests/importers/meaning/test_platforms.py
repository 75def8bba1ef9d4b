"""Columns of survey platforms are told from questions, also where one could have the name."""

from vocabulary_rows import plainest

from insight.importers.meaning.platforms import paradata_positions
from insight.importers.meaning.word_lists import word_list

EXPORTS = {
    "Qualtrics": """StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,
        RecordedDate,ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,
        ExternalReference,LocationLatitude,LocationLongitude,DistributionChannel,UserLanguage""",
    "Forms": "ID,Start time,Completion time,Email,Name,Last modified time",
    "Skjemaer": "ID,Starttidspunkt,Fullføringstidspunkt,E-post,Navn",
    "LimeSurvey": "id,submitdate,lastpage,startlanguage,seed,startdate,datestamp,ipaddr,refurl",
    "Kobo": """start,end,today,deviceid,_id,_uuid,_submission_time,_validation_status,_status,
        _submitted_by,__version__,_tags,_index,meta/instanceID""",
    "REDCap": """record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,
        redcap_survey_identifier,survey_timestamp,survey_complete""",
    "SurveyMonkey": "Respondent ID,Collector ID,Date Created,Date Modified,IP Address",
    "Nettskjema": "$submission_id,$answer_time_ms,$created",
}
QUESTIONS = """q_1,Q1,Status,Progress,Finished,start,end,today,Language,Country,Comments,score,
    tillit,Name,duration,screen_time,Identitet,ideal,token,Region,q1_complete,id_porten_bruk"""


def names(written: str) -> list[tuple[str, str]]:
    return [(name.strip(), "") for name in written.split(",")]


def test_what_a_platform_writes_beside_the_answers_is_found():
    for platform, written in EXPORTS.items():
        columns = [*names(written), ("Q1", "Hvor fornøyd er du?"), ("tillit", "")]
        missed = {*range(len(columns) - 2)} ^ paradata_positions(columns)
        assert [columns[place] for place in missed] == [], platform


def test_an_ambiguous_name_alone_is_a_question():
    for column in names(QUESTIONS):
        assert paradata_positions([column]) == set(), column


def test_three_ambiguous_names_are_questions_where_no_sure_one_stands_beside():
    assert paradata_positions(names("Status,Country,Region,Language,Comments")) == set()
    qualtrics = names("ResponseId,Status,Country,Region,Language,Finished")
    assert paradata_positions(qualtrics) == {0, 1, 5}


def test_a_name_that_two_platforms_have_is_of_the_likelier():
    lime = [
        ("id", "Response ID"),
        ("submitdate", "Date submitted"),
        ("lastpage", "Last page"),
        ("q1", "Region"),
        ("q2", "Comments"),
    ]
    assert paradata_positions(lime) == {0, 1, 2}


def test_a_column_whose_label_asks_is_a_question():
    kobo = [
        *names("_id,_uuid,start"),
        ("status", "Sivilstatus"),
        ("today", "Hvordan går det i dag?"),
        ("region_id", "Helseregion"),
    ]
    assert paradata_positions(kobo) == {0, 1, 2}


def test_each_row_of_the_vocabulary_is_found_beside_two_others():
    for platform, rows in word_list("platforms").items():
        for sure in rows["sure"]:
            assert paradata_positions([(plainest(sure), "")]) == {0}, (platform, sure)
        for row in rows["beside"]:
            columns = [(plainest(each), "") for each in (row, *rows["sure"][:2])]
            assert paradata_positions(columns) == {0, 1, 2}, (platform, row)
