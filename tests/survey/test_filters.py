"""A filter is one thing with two faces: a link and a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight import RequestError, UnknownNameError
from insight.language.catalogue import Text
from insight.survey.codebook import Category, Codebook, Variable
from insight.survey.filters import (
    EVERYONE,
    Condition,
    Filter,
    escape,
    parse_condition,
    parse_filter,
    parse_kindly,
    read_filter,
    split,
)


def variable(name: str, *codes: int | str, kind: str = "single") -> Variable:
    categories = tuple(
        Category(
            code,
            Text(f"{code} nb", f"{code} en"),
            f"{name}_{code}" if kind == "multiple" else None,
        )
        for code in codes
    )
    return Variable(name, "segment", kind, Text(f"{name} nb", f"{name} en"), categories)


def codebook(*variables: Variable) -> Codebook:
    return Codebook("s", Text("S", "S"), {one.id: one for one in variables})


BOOK = codebook(
    variable("age", 1, 2, 3, 4),
    variable("sex", "f", "m"),
    variable("job", "nurse, GP", "other", "a\\b"),
    variable("used", "web", "app", kind="multiple"),
    variable("mixed", 1, "none"),
    variable('we"ird', 1),
    variable("a=b", 1, "c=d"),
    variable("visits", -9, kind="numeric"),
)

CASES = [
    # written, in Norwegian, in English
    ([], "alle spurte", "all respondents"),
    (["age=1"], "age nb: 1 nb", "age en: 1 en"),
    (["age=1,3"], "age nb: 1 nb eller 3 nb", "age en: 1 en or 3 en"),
    (["age=2,2"], "age nb: 2 nb", "age en: 2 en"),
    (["age=1", "age=4"], "age nb: 1 nb eller 4 nb", "age en: 1 en or 4 en"),
    (["age=1", "sex=f"], "age nb: 1 nb; sex nb: f nb", "age en: 1 en; sex en: f en"),
    ([r"job=nurse\, GP"], "job nb: nurse, GP nb", "job en: nurse, GP en"),
    ([r"job=nurse\, GP,other"], "job nb: nurse, GP nb eller other nb",
     "job en: nurse, GP en or other en"),
    ([r"job=a\b"], "job nb: a\\b nb", "job en: a\\b en"),
    (["used=web"], "used nb: web nb", "used en: web en"),
    (["used=web,app"], "used nb: web nb eller app nb", "used en: web en or app en"),
    (["mixed=1,none"], "mixed nb: 1 nb eller none nb", "mixed en: 1 en or none en"),
    (['we"ird=1'], 'we"ird nb: 1 nb', 'we"ird en: 1 en'),
    ([r"a\=b=c=d"], "a=b nb: c=d nb", "a=b en: c=d en"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "nb", "en"), CASES)
def test_a_filter_in_words(written, nb, en):
    found = parse_filter(written, BOOK)
    assert (found.sentence("nb"), found.sentence("en")) == (nb, en)
    assert parse_filter(found.written, BOOK) == found


def test_a_filter_is_read_from_what_it_is_given_as():
    filter_ = parse_filter(["age=1", "sex=f"], BOOK)
    assert read_filter(filter_, BOOK) is filter_
    assert read_filter(("age=1", "sex=f"), BOOK) == filter_
    assert read_filter("age=1", BOOK) == parse_filter(["age=1"], BOOK)
    assert read_filter([], BOOK) == EVERYONE
    with pytest.raises(UnknownNameError):
        read_filter("ag=1", BOOK)


REFUSED = [
    # written, error, what the sentence names
    ("", RequestError, "VARIABLE=CODE"),
    ("age", RequestError, "“age”"),
    ("age=", RequestError, "“age=”"),
    ("=1", RequestError, "“=1”"),
    ("agee=1", UnknownNameError, "Did you mean age?"),
    ("AGE=1", UnknownNameError, "Did you mean age?"),
    ("income=1", UnknownNameError, "“income”"),
    ("age=5", UnknownNameError, "“age” has no code “5”. Known: 1, 2, 3, 4."),
    ("age=1.0", UnknownNameError, "“1.0”"),
    ("age=1,", UnknownNameError, "“age” has no code “”"),
    ("age= 1", UnknownNameError, "Did you mean 1?"),
    ("job=nurse, GP", UnknownNameError, "Did you mean nurse, GP?"),
    ("sex=F", UnknownNameError, "Did you mean f?"),
    ("visits=3", RequestError, "“visits” is a number"),
    ("age=1\n2", UnknownNameError, r"“1\n2”"),
    ("age\n=1", UnknownNameError, r"“age\n”"),
    ("age=1; DROP TABLE x", UnknownNameError, "DROP TABLE"),
    ("age=1) OR (1", UnknownNameError, "“1) OR (1”"),
    ("\u202eage=1", UnknownNameError, r"\u202e"),
    ("{0.__class__}=1", UnknownNameError, "{0.__class__}"),
    ("age=" + "9" * 5_000, UnknownNameError, "999"),
    ("\\" * 5_000, RequestError, "is not a filter"),
]


@pytest.mark.parametrize(("written", "error", "named"), REFUSED)
def test_what_cannot_be_understood_is_refused_in_one_line(written, error, named):
    with pytest.raises(error) as refusal:
        parse_condition(written, BOOK)
    for language in ("nb", "en"):
        assert refusal.value.text(language).isprintable()
    assert named in str(refusal.value)


def test_a_link_is_read_kindly():
    found, refused = parse_kindly(["age=1", "agee=1", "sex=x", "sex=f", "sex=m"], BOOK)
    assert found == parse_filter(["age=1", "sex=f,m"], BOOK)
    assert [type(error) for error in refused] == [UnknownNameError, UnknownNameError]


def test_a_filter_is_narrowed_and_widened():
    found = parse_filter(["age=1,2", "sex=f"], BOOK)
    age = BOOK.variable("age")
    assert found.codes("age") == ("1", "2")
    assert found.codes("job") == ()
    assert found.narrowed(age, ["3"]).written == ("sex=f", "age=3")
    assert found.narrowed(age, []).written == ("sex=f",)
    assert found.without("age", "sex", None) == EVERYONE


def test_a_filter_is_carried_to_a_survey_that_means_the_same():
    other = codebook(
        variable("age", 1, 2, 9),  # the same labels
        Variable("sex", "segment", "single", Text("Sex", "Sex"), (
            Category("f", Text("Født", "Born")), Category("m", Text("m nb", "m en")))),
        variable("used", "web", "app"),  # single here, multiple there
    )  # fmt: skip
    found = parse_filter(["age=1,2", "sex=f", "used=web", "job=other"], BOOK)
    kept, aside = found.carried_to(other)
    assert kept.written == ("age=1,2",)
    assert kept.conditions[0].variable is other.variable("age")
    assert [condition.variable.id for condition in aside] == ["sex", "used", "job"]
    kept, aside = parse_filter(["age=2,3"], BOOK).carried_to(other)
    assert kept == EVERYONE
    assert [condition.written for condition in aside] == ["age=2,3"]


STRANGE = st.text(
    st.one_of(st.sampled_from("\\,=\"'%?;- \u00a0{}æ"), st.characters(exclude_categories=["Cs"])),
    min_size=1,
    max_size=8,
)


@given(st.lists(STRANGE, min_size=1, max_size=4), st.sampled_from(",=;"))
def test_what_was_escaped_and_joined_is_split_again(parts, separator):
    assert split(separator.join(escape(part, separator) for part in parts), separator) == parts


@given(STRANGE, st.lists(STRANGE, min_size=1, max_size=5, unique=True), st.data())
def test_what_was_written_is_read_again(name, codes, data):
    book = codebook(variable(name, *codes))
    chosen = tuple(data.draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)))
    found = Filter((Condition(book.variable(name), chosen),))
    assert parse_filter(found.written, book) == found
