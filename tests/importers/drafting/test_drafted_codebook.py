"""A drafted codebook: what it looks like to a person, and that nothing in a file can break it."""

import datetime
import tomllib

from hypothesis import example, given, settings
from hypothesis import strategies as st
from survey_file import column, drafted

from insight.importers.drafting.codebook_text import codebook_text
from insight.survey.parser import read_codebook

ORIGIN = {"file": "år.sav", "rows": 2, "imported": datetime.date(2026, 11, 22)}


def written(draft) -> str:
    return codebook_text(draft, "survey", ORIGIN)


def test_a_codebook_reads_like_this():
    draft = drafted(
        column("kjønn", [1, 2], "Kjønn", {1: "Mann", 2: "Kvinne", 9: "Ubesvart"}, [9]),
        column("vekt", [0.5, 1.5]),
        column("sted", ["Bø", "Ås"]),
        column("a_1", [1, 0], "Bruk: nett"),
        column("a_2", [0, 0], "Bruk: vet ikke"),
        column("a_3", [0, 1], "Bruk: brev"),
        column("dato", [datetime.date(2021, 1, 1), None]),
    )
    text = written(draft)
    assert '#   "dato"\n' in text
    assert text[text.index("format = 1") :] == BOOK


BOOK = """format = 1
id = "survey"
title = { nb = "år.sav", en = "år.sav" }

[origin]
file = "år.sav"
rows = 2
imported = 2026-11-22

[design]
# Ingenting er valgt. Fjern # foran det som stemmer.
# Nothing is chosen. Remove the # in front of what is right.
# weight = "vekt"
#     Navn eller etikett sier vekt (vekt): 0,5 til 1,5, i snitt 1. Et snitt på 1 er vanlig for
#       vekter som er tilpasset utvalget.
#     Name or label says weight (vekt): 0.5 to 1.5, mean 1. A mean of 1 is usual for weights that
#       are scaled to the sample.

[disclosure]
microdata = "closed"

[variables."kjønn"]
role = "segment"
kind = "single"
label = { nb = "Kjønn", en = "Kjønn" }
categories = [
    { code = 1, nb = "Mann", en = "Mann" },
    { code = 2, nb = "Kvinne", en = "Kvinne" },
    { code = 9, nb = "Ubesvart", en = "Ubesvart", missing = "other" },
]

[variables.vekt]
role = "other"
kind = "numeric"
label = { nb = "vekt", en = "vekt" }

[variables.sted]
role = "item"
kind = "single"
label = { nb = "sted", en = "sted" }
categories = [
    { code = 1, value = "Bø", nb = "Bø", en = "Bø" },
    { code = 2, value = "Ås", nb = "Ås", en = "Ås" },
]

[variables.a]
role = "item"
kind = "multiple"
label = { nb = "Bruk", en = "Bruk" }
note = { nb = "Overskriftene på kolonnene fra «a_1» til «a_3» har samme spørsmål og \
slutter med hvert sitt svar, og cellene inneholder avkryssinger. En tom celle regnes som \
ikke spurt.", en = "The headings of the columns from “a_1” to “a_3” share a question and end \
in different answers, and the cells hold marks. A blank counts as not asked." }
categories = [
    { code = "a_1", column = "a_1", nb = "nett", en = "nett" },
    { code = "a_2", column = "a_2", nb = "vet ikke", en = "vet ikke", missing = "dont_know" },
    { code = "a_3", column = "a_3", nb = "brev", en = "brev" },
]
"""


def test_both_languages_tell_what_to_check():
    opening = written(drafted(column("q", [1, 2]))).split("format = 1")[0]
    assert "Den er et utkast" in opening
    assert "It is a draft" in opening


words = st.text(st.characters(exclude_categories=[]), max_size=30)
hostile = st.sampled_from(
    ['"', "\\", "'''", '"""', "\n[design]\nweight = 1", "=1+1", "<script>", "\x00", "\u2028", "# "]
)
anything = st.one_of(words, hostile)
LONG = dict.fromkeys(("name", "label", "value", "question", "title"), "æ" * 10_000)


@settings(max_examples=60, deadline=None)
@example(**LONG)
@given(name=anything, label=anything, value=anything, question=anything, title=anything)
def test_whatever_stands_in_a_file_becomes_a_codebook_that_is_read_back(
    tmp_path_factory, name, label, value, question, title
):
    draft = drafted(
        column(name, [1, 2], question, {1: label, 2: "b"}),
        column("text", [value.encode("utf-8", "replace").decode() or None, "b"]),
        column(f"{name}_1", [0, 1], f"{question}: {label}"),
        column(f"{name}_2", [0, 1], f"{question}: x"),
        column(f"{name}_3", [0, 1], f"{question}: y"),
        title=title,
    )
    path = tmp_path_factory.mktemp("codebook") / "codebook.toml"
    path.write_text(written(draft), encoding="utf-8")
    found = read_codebook(path, "survey")
    assert list(found.variables) == [one.id for one in draft.variables]
    assert tomllib.loads(path.read_text(encoding="utf-8"))["design"] == {}
    first = next(iter(found.variables.values()))
    assert len(first.categories) == 2
