"""Surveys of which somebody may see something and not all; and what is wrong with broken ones."""

import pytest
from closed_surveys import ANALYST, CLOSED, HOME, STRANGER, TELLING, client, write_folder
from recoded_survey import LABEL, recipe
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, write_survey

from insight.access.access_file import policy_of
from insight.access.person import ANYBODY, Person
from insight.access.visible_surveys import visible_to
from insight.analysis.shared_surveys import surveys_as_written
from insight.api.assistant.tools_of_assistant import Assistant
from insight.api.listing import surveys_for
from insight.api.settings import Settings
from insight.disclosure.anonymity import refusal, rows_to_release
from insight.exports.codebook_formats import codebook_bytes, codebook_toml_bytes
from insight.language.errors import RequestError
from insight.query.store import Store
from insight.survey.filters import EVERYONE
from insight.survey.folders import read_survey

DOCTOR = Person("doctor", groups=frozenset({"doctors"}))
RULES = """
[[allow]]
everybody = true
surveys = ["health"]
rights = ["figures", "responses"]
[[allow]]
groups = ["doctors"]
surveys = ["health"]
rights = ["figures", "responses", "sensitive"]
"""


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    monkeypatch.setenv("INSIGHT_ADDRESS", HOME)
    return tmp_path


@pytest.fixture
def health(data):
    """A survey whose responses are open, with a background variable that is sensitive."""
    illness = {**segment(1, 2), "label": {"nb": "sykdom", "en": "illness"}, "sensitive": True}
    frame = answers(400) | {"illness": [1 + row % 3 // 2 for row in range(400)]}
    variables = SCALE | GENDER | {"illness": illness}
    write_survey(data, "health", frame, variables, disclosure={**GATES, "microdata": "open"})
    (data / "access.toml").write_text(RULES, "utf-8")
    return data


def of(person: Person):
    return surveys_for(person).surveys[0]


def test_a_sensitive_background_is_not_there_without_a_right_to_it(health):
    assert [one.id for one in of(DOCTOR).codebook.segments] == ["gender", "illness"]
    plain = of(STRANGER)
    assert [one.id for one in plain.codebook.segments] == ["gender"]
    for told in (codebook_toml_bytes(plain), codebook_bytes(plain, "csv", "en", None)):
        assert b"illness" not in told
    asking, doctor = client(STRANGER), client(DOCTOR)
    for part in ("", "/metadata", "/data", "/defaultselection"):
        address = f"/api/v2/tables/health.q{part}"
        assert "illness" not in asking.get(address).text
    assert "illness" in doctor.get("/api/v2/tables/health.q/metadata").text
    whole = {"valueCodes[ContentsCode]": "base", "valueCodes[category]": "1"}
    asked = whole | {"valueCodes[illness]": "1"}
    hidden = asking.get("/api/v2/tables/health.q/data", params=asked)
    nonesuch = asking.get(
        "/api/v2/tables/health.q/data", params=whole | {"valueCodes[axolotl]": "1"}
    )
    assert hidden.text.replace("illness", "axolotl") == nonesuch.text
    assert hidden.status_code == 400
    assert doctor.get("/api/v2/tables/health.q/data", params=asked).status_code == 200


def test_what_a_recipe_makes_of_a_sensitive_background_is_as_sensitive(health):
    banded = 'do = "merge"\nvariable = "illness"\ncodes = [1, 2]\nas = "ill"\n' + LABEL
    folder = health / "surveys" / "health"
    (folder / "recipe.toml").write_text(recipe(banded), "utf-8")
    assert "ill" in of(DOCTOR).codebook.variables
    plain = of(STRANGER)
    assert not {"illness", "ill"} & {*plain.codebook.variables}
    for told in (codebook_toml_bytes(plain), codebook_bytes(plain, "csv", "en", None)):
        assert b"ill" not in told


def test_who_may_not_see_all_columns_gets_no_responses(health):
    rows, _ = rows_to_release(of(DOCTOR), EVERYONE)
    assert "illness" in rows.column_names
    assert refusal(of(STRANGER), EVERYONE).key == "fault.microdata"
    with pytest.raises(RequestError):
        rows_to_release(of(STRANGER), EVERYONE)


def test_figures_do_not_depend_on_a_right_to_responses(health):
    def told(person):
        return client(person).get("/api/v2/tables/health.q/data").json()["value"]

    (health / "access.toml").write_text(RULES.replace(', "responses"', ""), "utf-8")
    without = told(STRANGER)
    (health / "access.toml").write_text(RULES, "utf-8")
    assert told(STRANGER) == told(DOCTOR) == without


def test_a_codebook_says_whom_it_is_for_and_tells_nobody(health):
    book = health / "surveys" / "health" / "codebook.toml"
    access = '\n[access]\ngroups = ["doctors"]\nrights = ["figures", "sensitive"]\n'
    book.write_text(book.read_text("utf-8") + access, "utf-8")
    assert surveys_for(STRANGER).surveys == ()
    assert b"doctors" not in codebook_toml_bytes(of(DOCTOR))
    assert refusal(of(DOCTOR), EVERYONE).key == "fault.microdata"  # both must allow
    assert read_survey(health / "surveys" / "health").codebook.access
    (health / "access.toml").unlink()
    assert surveys_for(ANYBODY).surveys == ()


def test_what_is_wrong_with_a_closed_survey_is_told_to_nobody(data):
    write_folder(data)
    for name, written in (("half", "[access"), ("named", "access = 1"), ("open", "id = 3")):
        folder = data / "surveys" / name
        folder.mkdir()
        (folder / "codebook.toml").write_text(written, "utf-8")
    found, policy = surveys_as_written(data), policy_of(data)
    assert {name for name, _ in found.broken} == {"half", "named", "open"}
    for person in (ANYBODY, ANALYST):
        assert visible_to(found, person, policy).broken == ()
    (data / "access.toml").write_text(
        '[[allow]]\neverybody=true\nsurveys=["*"]\nrights=["figures"]'
    )
    assert [name for name, _ in surveys_for(ANYBODY).broken] == ["open"]


def test_a_closed_survey_is_not_asked_before_it_is_refused(data, monkeypatch):
    closed = write_folder(data)
    asking, counted = client(), []
    asking.get("/api/v2/tables")
    query = Store.query
    monkeypatch.setattr(Store, "query", lambda *a, **k: counted.append(a) or query(*a, **k))

    def questions():
        counted.clear()
        for address in (f"/api/v2/tables/{CLOSED}.q/data", f"/embed/answers?survey={CLOSED}",
                        f"/answers?survey={CLOSED}"):  # fmt: skip
            asking.get(address)
        return len(counted)

    there = questions()
    closed.rename(data / "elsewhere")
    asking.get("/api/v2/tables")
    assert there == questions() == 0


def test_an_assistant_over_http_is_anybody_and_on_standard_input_the_operator(data):
    write_folder(data)
    calls = (
        ("surveys", {"language": "en"}),
        ("surveys", {"language": "en", "search": "quagga"}),
        ("codebook", {"language": "en", "survey": CLOSED}),
        ("table", {"language": "en", "survey": f"{CLOSED}e", "item": "q"}),
    )

    def told(**who):
        assistant = Assistant(Settings(), "en", data, **who)
        return [assistant.answer(name, given) for name, given in calls]

    closed = told()
    assert "quagga" in f"{told(of_operator=True)}"
    (data / "surveys" / CLOSED).rename(data / "elsewhere")
    assert closed == told()
    assert not [word for word in TELLING[1:] if word in f"{closed}"]
