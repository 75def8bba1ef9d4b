"""What is said of needs: whose they are, and how many lack answers or evidence."""

import pytest
from visitor import bundled

from insight.documents.facts import facts
from insight.documents.segment_respondents import narrowing
from insight.reporting import need_sentences
from insight.survey.filters import parse_filter

KNOWN = facts()
BY_ID = KNOWN.segments.by_id


def of(survey: str, *where: str):
    codebook = bundled(survey).codebook
    return narrowing(codebook, parse_filter(where, codebook), KNOWN)


SHOWN = [
    (
        of("citizens", "carer=1"), 10, 23, "nb",
        ("Viser behov hos pårørende, som i filtrene dine: 10 av 81. I tillegg vises 23 som gjelder "
        "innbyggere generelt, og dermed også pårørende."),
    ),
    (
        of("citizens", "carer=1"), 10, 1, "en",
        ("Showing needs of carers, as in your filters: 10 of 81. Also shown is 1 need of citizens "
        "in general, and so of carers too."),
    ),
    (
        of("organisations"), 0, 0, "nb",
        "Viser behov hos organisasjoner, som i filtrene dine: ingen av 81.",
    ),
    (
        of("health_personnel", "target_group=1,2"), 1, 0, "en",
        ("Showing needs of general practitioners and health personnel in the municipalities, as in "
        "your filters: 1 of 81."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "named", "included", "language", "sentence"), SHOWN)
def test_what_is_narrowed_says_to_whom_and_that_needs_of_all_come_after(
    found, named, included, language, sentence
):
    assert need_sentences.shown(found, named, included, KNOWN, language) == sentence


TAGS = {
    "c_remote_carers_flexibility": ["Carers who are not in the same place"],
    "h_admin_burden": ["Health personnel (implied)"],
    "g_citizen_as_resource": ["Citizens"],
    "u_safety": ["Not known: citizens, health personnel or both"],
    "h_var_gp": ["General practitioners"],
}


@pytest.mark.parametrize(("need", "tags"), TAGS.items())
def test_a_need_is_tagged_with_what_its_document_says_and_else_what_it_implies(need, tags):
    links = KNOWN.segments.shown(need)
    assert [need_sentences.tag(link, KNOWN, "en") for link in links] == tags


def test_what_narrows_nothing_is_named():
    found = of("citizens", "age_group=1,2", "carer=1", "gender=1")
    assert need_sentences.set_aside(found.aside, "nb") == (
        "Filteret «Alder: Under 30 år eller 30–44 år» og «Kjønn: Kvinne» svarer ikke til noe "
        "segment i behovene og snevrer dem ikke inn. Svarene ved siden av følger det."
    )
    assert need_sentences.set_aside((), "nb") == ""
