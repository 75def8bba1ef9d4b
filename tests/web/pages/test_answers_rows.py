"""The page of answers: the rows say what the table says."""

import pytest
from answers_page import page
from visitor import (
    TRUST_ITEM,
    answer_rows,
    asked,
    base_of,
    bodies,
    bundled,
    pills,
    shown,
    tables,
    words,
)

from insight import compare
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.survey.filters import parse_filter


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", ["none", "age_group", "education"])
def test_rows_show_what_the_table_says(language, by):
    rows = [row for row in answer_rows(page(lang=language, by=by)) if row["kind"] != "beside"]
    survey = bundled("citizens")
    found = [asked(survey, TRUST_ITEM, "year=2021")]
    if by != "none":
        found.append(asked(survey, TRUST_ITEM, "year=2021", by=(by,)))
    expected = [(table, group) for table in found for group in table.request.groups]
    assert len(rows) == len(expected)
    for row, (table, group) in zip(rows, expected, strict=True):
        share = table.at(group, "high")
        assert row["value"].startswith(labels.value(share.value, table, language))
        assert row["interval"] == labels.interval(share, table, language)
        assert row["n"].startswith(numbers.whole(share.base, language))
        scale = [one.key for one in table.item.categories if not one.missing]
        widths = [table.at(group, key).value for key in scale]
        drawn_widths = [width / sum(row["widths"]) * sum(widths) for width in row["widths"]]
        assert drawn_widths == pytest.approx(widths, abs=0.002)
        for key, told in zip(scale, row["marks"], strict=False):
            assert labels.value_of(table.at(group, key), table, language) in told


def test_the_row_of_all_is_named_by_the_filter():
    assert answer_rows(page(lang="nb"))[0]["name"] == "Alle innbyggere"
    app = page(lang="nb", by="education", where=["gender=1", "age_group=1,2"])
    assert answer_rows(app)[0]["name"] == "Kvinne, Under 30 år eller 30–44 år"


def test_those_beside_ignore_the_filter_and_their_names_say_so():
    app = page(where=["gender=1"])
    personnel = asked(bundled("health_personnel"), TRUST_ITEM, "year=2021")
    [row] = [row for row in answer_rows(app) if row["kind"] == "beside"]
    assert row["name"] == say("en", "answers.all_of", who="Health personnel")
    assert row["n"] == numbers.whole(base_of(personnel), "en")
    assert "against" not in app.query_params
    app = page(where=["gender=1"], against="gender=2")
    [row] = [row for row in answer_rows(app) if row["kind"] == "beside"]
    men = asked(bundled("citizens"), TRUST_ITEM, "year=2021", "gender=2")
    assert (row["name"], row["n"]) == ("Man, all", numbers.whole(base_of(men), "en"))
    assert app.query_params["against"] == "gender=2"


def test_a_split_by_what_is_filtered_to_one_group_moves_and_comes_back():
    app = page(by="age_group", where=["age_group=1"])
    assert not app.warning
    assert app.query_params["by"] != "age_group"
    other = bundled("citizens").codebook.variable(app.query_params["by"]).label["en"]
    assert say("en", "answers.moved", variable="Age", other=other) in words(app)
    pills(app, "citizens", "age_group").set_value([])
    app = shown(app.run())
    assert app.query_params["by"] == "age_group"
    assert "The filter leaves one group" not in words(app)


def test_the_change_since_the_first_wave_is_as_its_test_says():
    app = page(lang="nb", by="age_group")
    table, *_ = tables(app)
    survey = bundled("citizens")
    for code in survey.codebook.variable("age_group").by_key:
        where = parse_filter([f"age_group={code}"], survey.codebook)
        found = compare(survey, TRUST_ITEM, "high", "year", where=where, adjustment="none")
        [gap] = [one for one in found.differences if {one.first, one.second} == {"2019", "2021"}]
        name = survey.codebook.variable("age_group").category(code).label["nb"]
        [row] = [row for row in answer_rows(app) if row["name"] == name]
        value = gap.value if gap.first == "2021" else -gap.value
        assert row["change"].startswith(f"{100 * value:+.0f} (")
        [told] = table[table["Gruppe"] == name][say("nb", "answers.found")]
        includes_zero = "−" in row["change"].partition("(")[2]
        assert includes_zero == (told == say("nb", "answers.change_alike"))


def test_a_marked_row_is_marked_and_a_limit_limits():
    app = page(survey="health_personnel", by="occupation", mark="2", limit="5")
    rows = [row for row in answer_rows(app) if row["kind"] == "group"]
    assert len(rows) == 5
    assert [row["marked"] for row in rows].count(True) == 1
    assert (app.query_params["mark"], app.query_params["limit"]) == ("2", "5")


def test_what_is_related_is_linked():
    found = bodies(page(item=TRUST_ITEM))
    assert "#answer-needs" in found
    assert "#answer-published" in found
    assert 'href="codebook?' in found
