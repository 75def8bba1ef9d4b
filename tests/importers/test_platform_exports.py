"""Exports of survey platforms, each imported to the figures of the answers it was written from."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import institute_exports  # noqa: F401 - enters its platforms
import platform_exports  # noqa: F401 - enters its platforms
import pyarrow.parquet as pq
import pytest
from platform_answers import ANSWERED, Answered, Key, respondents
from platform_columns import PLATFORMS, Platform, slug

from insight.importers.importing import Imported, import_file
from insight.query.opened import open_in
from insight.query.store import shared_store
from insight.survey.codebook import Codebook, Variable
from insight.survey.folders import read_survey

pytestmark = pytest.mark.usefixtures("without_sandbox")

CASES = [(name, answered) for name in PLATFORMS for answered in ANSWERED]


@dataclass(frozen=True)
class Arrived:
    """A file that became a survey: what was reported, its codebook and its columns."""

    platform: Platform
    answered: Answered
    report: Imported
    codebook: Codebook
    columns: dict[str, list]

    def variable(self, key: Key) -> Variable:
        """The one variable that goes by a question's words or short name."""
        wording = self.answered.wording
        (found,) = [
            each
            for each in self.codebook.variables.values()
            if each.label.nb.endswith(wording.questions[key])
            or each.id.split("_")[-1] == wording.names[key]
        ]
        return found

    def counts(self, variable: Variable) -> dict[str, int]:
        """Respondents of each category, by its label."""
        if variable.kind == "multiple":
            return {
                each.label.nb: sum(mark == 1 for mark in self.columns[each.column])
                for each in variable.categories
            }
        counted = Counter(str(value) for value in self.columns[variable.id])
        return {each.label.nb: counted[each.key] for each in variable.categories}

    def mean(self, variable: Variable) -> float:
        """Mean of what is written, without codes for no answer."""
        missing = {each.key for each in variable.categories if each.missing}
        values = [
            float(value)
            for value in self.columns[variable.id]
            if value is not None and str(value) not in missing
        ]
        return sum(values) / len(values)


def arrive(name: str, answered: Answered, folder: Path) -> Arrived:
    platform = PLATFORMS[name]
    path = folder / f"{name}.{platform.ending}"
    platform.make(answered)(path)
    report = import_file(path, folder / "survey")
    codebook = open_in(shared_store(), read_survey(report.folder)).codebook
    columns = pq.read_table(report.folder / "responses.parquet").to_pydict()
    return Arrived(platform, answered, report, codebook, columns)


def test_the_corpus_has_forty_files_of_twenty_platforms_at_least():
    assert len(PLATFORMS) >= 20
    assert len(CASES) >= 40


@pytest.mark.parametrize(
    ("name", "answered"), CASES, ids=[f"{name}-{each.wording.language}" for name, each in CASES]
)
def test_an_export_becomes_the_survey_that_was_asked(name, answered, tmp_path):
    found = arrive(name, answered, tmp_path)
    coded = found.platform.coded
    holds_respondents_and_background(found, coded=coded)
    holds_scales(found, coded=coded)
    holds_channels(found, coded=coded)
    holds_that_nothing_else_is_described(found)


def holds_respondents_and_background(found: Arrived, *, coded: bool) -> None:
    answered = found.answered
    assert found.report.rows == len(answered.respondents)
    gender, age = found.variable("gender"), found.variable("age")
    assert gender.role == "segment"
    assert same(found.counts(gender), answered.genders, coded=coded)
    if found.platform.age == "number":
        assert (age.kind, age.role) == ("numeric", "other")
        assert found.columns[age.id] == [each.age for each in answered.respondents]
    else:
        assert age.role == "segment"
        assert age.ordered or coded
        assert same(found.counts(age), answered.bands, coded=coded)


def holds_scales(found: Arrived, *, coded: bool) -> None:
    answered = found.answered
    agreement, score = found.variable("agreement"), found.variable("score")
    assert same(found.counts(agreement), answered.agreement, coded=coded)
    if not coded:
        assert agreement.ordered
        assert [each.missing for each in agreement.categories] == [None] * 5 + ["dont_know"]
        assert found.mean(agreement) == pytest.approx(answered.agreement_mean)
    assert score.ordered
    assert [each.label.nb for each in score.categories] == [str(step) for step in range(11)]
    assert found.mean(score) == pytest.approx(answered.score_mean)


def holds_channels(found: Arrived, *, coded: bool) -> None:
    (channels,) = [each for each in found.codebook.variables.values() if each.kind == "multiple"]
    assert same(found.counts(channels), found.answered.channels, coded=coded)
    for place, category in enumerate(channels.categories):
        marks = [mark == 1 for mark in found.columns[category.column]]
        assert marks == [place in each.channels for each in found.answered.respondents]
    assert found.report.undecided == ()


def holds_that_nothing_else_is_described(found: Arrived) -> None:
    items = {each.id for each in found.codebook.items}
    segments = {each.id for each in found.codebook.segments}
    (channels,) = [each.id for each in found.codebook.items if each.kind == "multiple"]
    background = {"gender"} if found.platform.age == "number" else {"gender", "age"}
    assert items == {channels, *(found.variable(key).id for key in ("agreement", "score"))}
    assert segments == {found.variable(key).id for key in background}
    described = {each.label.nb for each in found.codebook.variables.values()}
    words = found.answered.wording
    for key in ("comment", "email"):
        assert not {words.questions[key], words.names[key]} & described
    addresses = [each.email for each in found.answered.respondents]
    assert [found.columns[name] for name in found.report.personal].count(addresses) == 1


def same(found: dict[str, int], counts: dict[str, int], *, coded: bool) -> bool:
    """Whether counts are those of the answers, in order and under their words.

    The words may be names made of them; of codes only the counts can be the same.
    """
    in_words = [*found] in ([*counts], [slug(word) for word in counts])
    return [*found.values()] == [*counts.values()] and (coded or in_words)


AWKWARD = ("Nett: Helsenorge", "Chat, Teams", "Brev (post, faks)", "Apotek/legekontor – fysisk")


@pytest.mark.parametrize("name", PLATFORMS)
def test_options_that_hold_the_signs_of_platforms_are_counted_all_the_same(name, tmp_path):
    wording = replace(ANSWERED[0].wording, channels=AWKWARD)
    found = arrive(name, Answered(wording, respondents(40, seed=4)), tmp_path)
    holds_channels(found, coded=found.platform.coded)


@pytest.mark.parametrize("name", ["surveymonkey_csv", "surveymonkey_xlsx", "webropol"])
def test_an_option_that_is_a_number_is_no_answer_of_a_respondent(name, tmp_path):
    channels = ("1177", *ANSWERED[0].wording.channels[1:])
    wording = replace(ANSWERED[0].wording, channels=channels)
    found = arrive(name, Answered(wording, ANSWERED[0].respondents), tmp_path)
    assert found.report.rows == len(ANSWERED[0].respondents)
    holds_channels(found, coded=False)


@pytest.mark.xfail(strict=True, reason="options alike up to a colon are taken for a question")
def test_choices_without_their_question_that_begin_alike(tmp_path):
    channels = ("Nett: Helsenorge", "Nett: Altinn", "Telefon", "Oppmøte")
    wording = replace(ANSWERED[0].wording, channels=channels)
    found = arrive("typeform", Answered(wording, ANSWERED[0].respondents), tmp_path)
    holds_channels(found, coded=False)


def test_an_export_of_codes_says_no_more_than_the_codes(tmp_path):
    found = arrive("limesurvey_codes", ANSWERED[0], tmp_path)
    agreement = found.variable("agreement")
    assert [each.label.nb for each in agreement.categories] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert not agreement.ordered
