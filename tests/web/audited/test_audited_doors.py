"""A walk through the doors with an audit: exactly which lines come, and from whom."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audited import Audit, audited, settings_in
from brought_survey import CSV, bring
from closed_surveys import ANALYST, CLOSED, STRANGER, client, write_folder
from people import sits_here
from visitor import opened, shown, words
from without_sandbox import without_sandbox

from insight.access.person import ANYBODY
from insight.language.catalogue import LANGUAGES, say
from insight.operation.audit.asker import name_of
from insight.web.frame import file_button

TABLE = f"/api/v2/tables/{CLOSED}.q"
VIEW = f"survey={CLOSED}&item=q&lang=en"
OPEN = "survey=mackerel&item=q&lang=en&against=none"


@pytest.fixture
def folder(data: Path) -> Path:
    write_folder(data)
    return data


@pytest.fixture
def doors(folder):
    """Clients of all addresses, by who asks."""
    return {person: client(person) for person in (ANALYST, STRANGER, ANYBODY)}


@pytest.fixture
def audit(doors, tmp_path_factory) -> Iterator[Audit]:
    with audited(tmp_path_factory.mktemp("audit")) as begun:
        yield begun


@pytest.fixture
def who(audit) -> Callable[[str], str]:
    settings = settings_in(audit.path.parent)
    return lambda person: name_of(person, settings)


# --- Addresses ------------------------------------------------------------------------------------

YEAR = {"year": ["2021"]}
SEEN: dict[str, dict] = {
    TABLE: {"via": "api", "items": ["q"]},
    f"{TABLE}/metadata": {"via": "api", "items": ["q"]},
    f"{TABLE}/defaultselection": {"via": "api", "items": ["q"]},
    f"/api/v1/en/{CLOSED}/q": {"via": "api", "items": ["q"]},
    f"{TABLE}/data?valueCodes[gender]=1&valueCodes[year]=2021&valueCodes[ContentsCode]=*"
    "&valueCodes[category]=*": {
        "via": "api", "items": ["q"], "tables": 1, "where": {"gender": ["1"], **YEAR},
    },
    f"{TABLE}/comparison?between=gender&category=1": {
        "via": "api", "items": ["q"], "by": ["gender"], "tables": 1,
    },
    f"{TABLE}/adjusted?between=year&given=gender&category=1": {
        "via": "api", "items": ["q"], "by": ["year", "gender"], "tables": 1,
    },
    f"{TABLE}/standardised?by=gender&over=year": {
        "via": "api", "items": ["q"], "by": ["gender", "year"], "tables": 1,
    },
    f"/api/v2/tables/mackerel.q/beside?survey={CLOSED}&category=1&valueCodes[gender]=1": {
        "via": "api", "items": ["q"], "tables": 1, "where": {"gender": ["1"]},
    },
    f"{TABLE}.mean/measure?statistic=spearman&others=okapi&by=year": {
        "via": "api", "items": ["q", "okapi"], "by": ["year"], "tables": 1,
    },
    f"/api/picture/answers.svg?{VIEW}&by=gender&against=none": {
        "via": "picture", "page": "answers", "items": ["q"], "by": ["gender"], "tables": 1,
        "where": YEAR,
    },
    f"/embed/answers?{VIEW}&against=none": {
        "via": "embed", "page": "answers", "items": ["q"], "by": ["gender"], "tables": 1,
        "where": YEAR,
    },
    f"/embed/answers?{OPEN.replace('none', CLOSED)}&show=bars&by=gender": {
        "via": "embed", "page": "answers", "tables": 1,
    },
}  # fmt: skip


@pytest.mark.parametrize("address", SEEN)
def test_what_is_restricted_is_told_at_every_address(doors, audit, who, address, monkeypatch):
    from insight.api.audited import audited_calls

    monkeypatch.setattr(audited_calls, "_asked", type(audited_calls._asked)())
    answer = doors[ANALYST].get(address)
    assert answer.status_code == 200, answer.text
    told = {"event": "view", "who": who(ANALYST.id), "surveys": [CLOSED]}
    assert audit.acts() == [told | SEEN[address]]
    closed = doors[STRANGER].get(address)
    assert closed.status_code in (400, 404)
    if closed.status_code == 404 or "/beside?" in address:
        refusal = {"event": "refusal", "who": who(STRANGER.id), "via": "api", "surveys": [CLOSED]}
        assert audit.acts() == [refusal | {"reason": "closed_survey"}]


def test_a_closed_survey_is_told_of_in_whatever_case_its_parameter_is_written(doors, audit, who):
    for name in ("survey", "SURVEY"):
        address = f"/api/v2/tables/mackerel.q/beside?{name}={CLOSED}&category=1"
        assert doors[STRANGER].get(address).json()["title"] == "Non-existent survey"
        refusal = {"event": "refusal", "who": who(STRANGER.id), "via": "api", "surveys": [CLOSED]}
        assert audit.acts() == [refusal | {"reason": "closed_survey"}]


@pytest.mark.parametrize(
    "address",
    ["/api/v2/tables", "/api/v2/tables/mackerel.q/data", "/api/catalog", "/api/v2/tables/none.q",
     f"/embed/answers?{OPEN}", f"/api/picture/answers.svg?{OPEN}", "/api/facts/figures.csv"],
)  # fmt: skip
@pytest.mark.parametrize("person", [ANYBODY, ANALYST])
def test_what_is_for_everybody_and_what_is_not_there_leaves_no_line(doors, audit, address, person):
    assert doors[person].get(address).status_code in (200, 404)
    assert audit.acts() == []


@pytest.mark.parametrize("address", SEEN)
def test_without_an_audit_that_works_nothing_restricted_leaves_by_an_address(doors, audit, address):
    audit.path.unlink(missing_ok=True)
    audit.path.mkdir()
    answer = doors[ANALYST].get(address)
    assert answer.status_code == 503
    assert "unable to record" in answer.text
    assert doors[ANYBODY].get(f"/embed/answers?{OPEN}").status_code == 200


# --- Pages ----------------------------------------------------------------------------------------


def seen_on(page: str, **more) -> dict:
    return {"event": "view", "via": "page", "page": page, "surveys": [CLOSED], **more}


def test_a_page_tells_of_itself_and_of_each_table_once_in_a_while(folder, audit, who, monkeypatch):
    sits_here(monkeypatch, ANALYST)
    link = {"lang": "en", "survey": CLOSED, "item": "q", "by": "gender", "against": "none"}
    app = opened("answers", **link)
    acts = audit.acts()
    assert acts[0] == seen_on("answers", who=who(ANALYST.id), where=YEAR)
    assert {"gender"} in [{*act.get("by", ())} for act in acts]
    assert all(act == act | seen_on("answers", who=who(ANALYST.id)) for act in acts)
    shown(app.run())
    assert audit.acts() == []
    app.query_params["where"] = "gender=1"
    shown(app.run())
    [again] = [act for act in audit.acts() if not act.get("items")]
    assert again["where"] == {"gender": ["1"], **YEAR}


def test_a_page_of_what_is_open_leaves_no_line(folder, audit, monkeypatch):
    sits_here(monkeypatch, STRANGER)
    for page in ("overview", "answers", "codebook", "sources"):
        opened(page, lang="en", survey="mackerel", find="a secret")
    assert audit.acts() == []


def test_who_names_a_closed_survey_is_told_of_and_who_names_none_is_not(
    folder, audit, who, monkeypatch
):
    sits_here(monkeypatch, STRANGER)
    opened("answers", lang="en", survey=CLOSED)
    refusal = {"event": "refusal", "who": who(STRANGER.id), "via": "page", "surveys": [CLOSED]}
    assert audit.acts() == [refusal | {"reason": "closed_survey"}]
    opened("answers", lang="en", survey="a secret")
    assert audit.acts() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_audit_that_works_a_page_says_why_and_other_surveys_go_on(
    folder, audit, monkeypatch, language
):
    sits_here(monkeypatch, ANALYST)
    audit.path.unlink(missing_ok=True)
    audit.path.mkdir()
    for page in ("answers", "codebook", "overview"):
        app = opened(page, lang=language, survey=CLOSED)
        assert say(language, "fault.audit_fails") in words(app)
        assert not [word for word in ("quagga", "okapi") if word in words(app).lower()]
    app = opened("answers", lang=language, survey=CLOSED)
    app.selectbox[0].set_value("mackerel").run()
    assert app.query_params["survey"] == "mackerel"


# --- Files ----------------------------------------------------------------------------------------


@pytest.fixture
def files(monkeypatch) -> dict[str, Callable[[], bytes]]:
    """What makes the file of each button, by the button's key, as the page has drawn it."""
    drawn, draw = {}, file_button.st.download_button

    def kept(label, **how):
        drawn[how["key"]] = how["data"]
        return draw(label, **how)

    monkeypatch.setattr(file_button.st, "download_button", kept)
    return drawn


@pytest.mark.parametrize(("person", "survey"), [(ANALYST, CLOSED), (ANYBODY, "mackerel")])
def test_files_are_told_of_by_kind_and_by_what_they_are_of(
    folder, audit, who, files, monkeypatch, person, survey
):
    sits_here(monkeypatch, person)
    opened("answers", lang="en", survey=survey, item="q", by="gender", against="none")
    audit.acts()
    of = {"via": "page", "surveys": [survey], **({"who": who(person.id)} if person.id else {})}
    for key, kind, ending in (
        ("workbook", "workbook", "xlsx"),
        ("responses_csv", "responses_csv", "zip"),
    )[: 1 if survey == "mackerel" else 2]:
        [make] = [made for name, made in files.items() if name.endswith(f".{key}")]
        make()
        [act] = audit.acts()
        told = {"event": "download", "file": kind, "format": ending, "where": YEAR}
        assert act == act | of | told
        assert act.get("items", ["q"]) == ["q"]


def test_a_tab_book_and_a_report_are_told_of(folder, audit, who, files, monkeypatch):
    sits_here(monkeypatch, ANALYST)
    app = opened("codebook", lang="en", survey=CLOSED)
    app.multiselect(key=f"book:items:{CLOSED}:en").set_value(["q"]).run()
    audit.acts()
    shown(app.button(key="book:make").click().run())
    by = ["gender"]
    book = {"event": "book", "who": who(ANALYST.id), "via": "page", "surveys": [CLOSED],
            "items": ["q"], "by": by, "where": YEAR, "file": "book"}  # fmt: skip
    assert [act == act | book for act in audit.acts() if act["event"] == "book"] == [True]
    opened("report", lang="en", view=f"survey={CLOSED}&item=q&by=gender")
    audit.acts()
    files["report:file:html"]()
    acts = audit.acts()
    report = {"event": "report", "file": "report_html", "format": "html", "surveys": [CLOSED]}
    assert [act == act | report for act in acts if act["event"] == "report"] == [True]


def test_what_is_brought_is_told_of_by_size_and_format_only(folder, audit, monkeypatch):
    sits_here(monkeypatch, ANYBODY)
    with without_sandbox():
        app = bring(opened("own_survey", lang="en"), "Kari Nordmanns lønn.csv", CSV)
    shown(app.switch_page("../../../pages/answers.py").run())
    assert audit.acts() == [
        {"event": "upload", "via": "page", "file": "survey", "format": "csv", "megabytes": 1}
    ]
    assert "Kari" not in audit.path.read_text("utf-8")


def test_a_lost_right_is_told_of(folder, audit, who, files, monkeypatch):
    sits_here(monkeypatch, ANALYST)
    app = opened("codebook", lang="en", survey=CLOSED)
    held = app.session_state["rights"]
    assert held
    (folder / "access.toml").write_text("", "utf-8")
    audit.acts()
    with pytest.raises(file_button.NotMadeError):
        files["codebook-dictionary"]()
    [act] = audit.acts()
    assert act == act | {"event": "refusal", "who": who(ANALYST.id), "reason": "rights_changed"}
    assert CLOSED in act["surveys"]
