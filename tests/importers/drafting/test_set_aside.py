"""What is no answer is set aside: personal columns, free text, replicate weights, paradata."""

import datetime

import pytest
from fixtures_folder import shared_file
from survey_file import column, drafted, responses, survey_file

from insight.importers.drafting.draft import draft_of
from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions

ROWS = 40
ANSWERS = column("tillit", [1, 2, 3, 4] * 10)
EMAILS = [f"kari{number}@example.org" for number in range(ROWS)]
COMMENTS = [f"Jeg mener at sak nummer {number} er viktig" for number in range(ROWS)]
BIRTHS = [datetime.date(1940 + number, 1, 2) for number in range(ROWS)]
INTERVIEWS = [datetime.date(2021, 3, 1 + number % 28) for number in range(ROWS)]


def roles(draft) -> dict[str, str]:
    return {variable.id: variable.role for variable in draft.variables}


def from_case(name: str):
    path = shared_file(f"cases/import/{name}")
    return draft_of(read_source(path, ImportOptions()))


def test_free_text_and_personal_columns_are_kept_and_not_described():
    draft = drafted(column("epost", EMAILS), column("kommentar", COMMENTS), ANSWERS)
    assert roles(draft) == {"tillit": "item"}
    assert draft.left_out == {"epost": "personal", "kommentar": "text"}
    assert draft.personal == ("epost",)
    assert responses(draft)["epost"] == EMAILS
    keys = [remark.key for remark in draft.remarks]
    assert keys == ["import.free_text", "import.personal_kept", "import.personal_email"]


def test_personal_columns_are_not_written_where_they_are_left_out():
    file = survey_file(column("epost", EMAILS), column("kommentar", COMMENTS), ANSWERS)
    draft = draft_of(file, without_personal=True)
    assert [*responses(draft)] == ["kommentar", "tillit"]
    assert draft.personal == ("epost",)
    assert "import.personal_left_out" in [remark.key for remark in draft.remarks]


PERSONAL = [
    ("Fødselsdato", BIRTHS),
    ("dato", BIRTHS),
    ("IPAddress", [f"192.0.2.{number}" for number in range(ROWS)]),
    ("LocationLatitude", [59.9 + number / 997 for number in range(ROWS)]),
    ("Telefon", [40_000_000 + 1_234_567 * number for number in range(ROWS)]),
    ("adresse", [f"Storgata {number}, 0155 Oslo" for number in range(ROWS)]),
    ("posisjon", [f"59.{913 + number}, 10.{752 + number}" for number in range(ROWS)]),
    ("kommentar", [*COMMENTS[:-1], "Ring meg på 900 00 000"]),
]


@pytest.mark.parametrize(("name", "values"), PERSONAL, ids=[name for name, _ in PERSONAL])
def test_columns_that_tell_who_somebody_is_are_never_items_or_segments(name, values):
    draft = drafted(column(name, values), ANSWERS)
    assert draft.personal == (name,)
    assert roles(draft) == {"tillit": "item"}


def test_sentences_with_commas_are_words_and_no_options():
    words = [f"Ja, men sak {number} er viktig, og bra" for number in range(ROWS)]
    assert drafted(column("q", words), ANSWERS).left_out == {"q": "text"}


def test_dates_of_interviews_are_dates_and_nothing_more():
    draft = drafted(column("dato", INTERVIEWS), ANSWERS)
    assert (draft.left_out, draft.personal) == ({"dato": "date"}, ())


def test_options_under_a_personal_header_are_answers():
    channels = column("Telefon", ["Ja", "Nei"] * 20)
    assert roles(drafted(channels, ANSWERS)) == {"Telefon": "item", "tillit": "item"}


def test_categories_with_labels_in_the_file_are_never_free_text():
    labels = {number: f"En lang og utførlig kategori nummer {number}" for number in range(ROWS)}
    assert roles(drafted(column("q", list(range(ROWS)), "", labels))) == {"q": "item"}


def test_a_label_for_no_answer_makes_no_categories_of_identity_numbers():
    numbers = [1_010_000_110, 41_010_000_023, 1_010_000_382, 1_010_000_463, 1_010_000_544] * 8
    draft = drafted(column("v7", [99, *numbers[1:]], "", {99: "Ubesvart"}, [99]), ANSWERS)
    assert (draft.personal, roles(draft)) == (("v7",), {"tillit": "item"})


def test_replicate_weights_are_set_aside_and_proposed_for_what_they_are():
    weights = [column(f"brr_{number}", [0, 2] * 20) for number in range(1, 17)]
    draft = drafted(column("vekt", [0.5, 1.5] * 20), *weights, ANSWERS)
    assert {*roles(draft).values()} == {"other", "item"}
    assert [name for name, role in roles(draft).items() if role == "item"] == ["tillit"]
    assert [proposal.column for proposal in draft.proposals] == ["vekt", "brr_{1..16}"]
    (remark,) = draft.remarks
    assert remark.key == "import.replicates"
    assert "brr_" in remark.text("nb")
    assert "16" in remark.text("nb")
    assert responses(draft)["brr_3"] == [0, 2] * 20


def test_columns_of_the_platform_are_no_answers():
    status = column("Status", ["IP Address", "Survey Preview"] * 20)
    finished = column("Finished", ["True", "False"] * 20)
    ids = column("ResponseId", [f"R_{number}x" for number in range(ROWS)])
    draft = drafted(status, finished, ids, ANSWERS)
    assert roles(draft) == {"Status": "other", "Finished": "other", "tillit": "item"}
    assert draft.left_out == {"ResponseId": "many"}
    assert roles(drafted(status, ANSWERS))["Status"] == "item"


def test_a_body_is_an_item_and_a_weight_is_none():
    kilograms = column("vekt", [50 + number for number in range(ROWS)])
    assert roles(drafted(kilograms, ANSWERS)) == {"vekt": "item", "tillit": "item"}
    assert drafted(kilograms, ANSWERS).proposals == ()
    with_codes = column("vekt", [999, 998, -9, *(50 + number for number in range(ROWS - 3))])
    assert roles(drafted(with_codes, ANSWERS))["vekt"] == "item"


def test_a_proposal_for_the_design_takes_no_column_from_the_answers():
    region = column("region", ["Nord", "Sør"] * 20, "Stratum")
    draft = drafted(region, column("cluster", [1, 2, 3, 4] * 10), ANSWERS)
    assert [(each.part, each.column) for each in draft.proposals] == [
        ("strata", "region"),
        ("psu", "cluster"),
    ]
    assert roles(draft) == {"region": "segment", "cluster": "item", "tillit": "item"}
    numbered = drafted(column("psu", [number // 2 for number in range(ROWS)]), ANSWERS)
    assert roles(numbered)["psu"] == "other"


def test_numbers_of_municipalities_have_names_and_no_order():
    draft = drafted(column("kommune", ["0301", "1103", "4601", "5001"] * 10), ANSWERS)
    (kommune, _) = draft.variables
    labels = [category.label for category in kommune.categories]
    assert labels == ["Oslo", "Stavanger", "Bergen", "Trondheim - Tråante"]
    assert (kommune.role, kommune.ordered) == ("segment", False)
    assert "import.places" in [remark.key for remark in draft.remarks]
    counties = drafted(column("fylke", [3, 46, 34, 50] * 10)).variables[0]
    assert [category.label for category in counties.categories][:2] == ["Oslo", "Innlandet"]
    assert not counties.ordered


def test_many_old_numbers_of_places_are_categories_all_the_same():
    numbers = [401 + number for number in range(20)] * 2
    (kommune,) = drafted(column("kommune", numbers)).variables
    assert (kommune.kind, kommune.ordered, len(kommune.categories)) == ("single", False, 20)


def test_where_everybody_gave_the_same_answer_it_divides_nobody():
    land = column("land", ["NO"] * ROWS, "", {"NO": "Norge", "SE": "Sverige"})
    assert roles(drafted(land, ANSWERS))["land"] == "other"


def test_backgrounds_asked_as_questions_are_eight_segments():
    draft = from_case("12_background_as_questions.csv")
    assert [*roles(draft).values()].count("segment") == 8
    assert roles(draft)["svar"] == "item"


def test_forty_rows_of_free_text_are_no_categories():
    assert roles(from_case("11_free_text_40.csv")) == {"tillit": "item"}
    assert roles(from_case("11b_other_specify.csv")) == {"q1": "item"}


def test_per_cents_are_numbers_and_places_have_no_order():
    draft = from_case("18_cells.csv")
    kinds = {variable.id: (variable.kind, variable.ordered) for variable in draft.variables}
    assert kinds["pst"] == ("numeric", False)
    assert kinds["kommune"] == ("single", False)
    assert {name: draft.left_out[name] for name in ("dato", "klokke")} == {
        "dato": "date",
        "klokke": "date",
    }
