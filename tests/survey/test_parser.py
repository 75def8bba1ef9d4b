"""A codebook is read whole, or refused with every fault in one go."""

import pytest
from codebook_text import HEAD, ITEM, LABEL, YES, faults, parsed, single

from insight.language.catalogue import Text
from insight.language.errors import CodebookError
from insight.survey.codebook import Anchor
from insight.survey.parser import LARGEST_FILE, read_codebook

WHOLE = """
format = 1
id = "citizens"
simulated = true
title = { nb = "Innbyggerundersøkelsen om e-helse", en = "Citizens' survey on e-health" }
population = { nb = "Innbyggere over 15 år", en = "Residents above 15" }
source = { nb = "Direktoratet for e-helse", en = "Directorate of eHealth" }
licence = "CC0-1.0"
publisher = { nb = "Etaten", en = "The Agency" }
publisher_number = "123456785"

[design]
wave = "year"
weight = "weight"
strata = "stratum"
psu = "psu"
fpc = "population_psus"
psu_kept = false
probability = true

[disclosure]
min_base = 10
min_effective_base = 30
low_base = 100
microdata = "open"

[variables.age_group]
role = "segment"
kind = "single"
label = { nb = "Alder", en = "Age" }
ordered = true
categories = [ { code = 1, nb = "Under 30 år", en = "Under 30" },
               { code = 2, nb = "30 år og over", en = "30 and over" } ]

[variables.trust_need_to_know]
role = "item"
kind = "single"
ordered = true
construct = "trust_need_to_know"
short = { nb = "Tilliten", en = "Trust" }
label = { nb = "Tillit", en = "Trust" }
question = { nb = "Hvor stor tillit har du?", en = "How much do you trust?" }
base = { nb = "Alle", en = "All respondents" }
categories = [ { code = 1, nb = "Svært liten tillit", en = "Very low trust" },
               { code = 4, nb = "Stor tillit", en = "High trust" },
               { code = 5, nb = "Svært stor tillit", en = "Very high trust" },
               { code = 9, nb = "Vet ikke", en = "Don't know", missing = "dont_know" } ]
nets = [ { id = "high", codes = [4, 5], nb = "Stor tillit", en = "High trust" } ]
anchors = [ { wave = 2021, target = "high", basis = "published" },
            { wave = 2020, target = 5, basis = "bound" } ]
breaks = [ { wave = 2023, nb = "Spørsmålet ble stilt på en ny måte", en = "Asked in a new way" } ]

[variables.sdg_important]
kind = "multiple"
label = { nb = "Viktige bærekraftsmål", en = "Important goals" }
categories = [ { code = "sdg_3", column = "sdg_3", nb = "God helse", en = "Good health" },
               { code = "sdg_4", column = "goal_4", nb = "God utdanning", en = "Good education" } ]

[variables.visits]
kind = "numeric"
label = { nb = "Besøk", en = "Visits" }
categories = [ { code = -9, nb = "Vet ikke", en = "Don't know", missing = "dont_know" } ]
"""


def test_a_whole_codebook_is_read(tmp_path):
    codebook = parsed(tmp_path, WHOLE, "citizens")
    assert codebook.id == "citizens"
    assert codebook.simulated
    assert codebook.title["en"] == "Citizens' survey on e-health"
    assert codebook.licence == "CC0-1.0"
    assert (codebook.publisher, codebook.publisher_number) == (
        Text("Etaten", "The Agency"),
        "123456785",
    )
    design = codebook.design
    assert design.columns == ("year", "weight", "stratum", "psu", "population_psus")
    assert design.unit_columns == ("year", "stratum", "psu")
    assert codebook.disclosure.microdata == "open"
    assert list(codebook.variables) == [
        "age_group",
        "trust_need_to_know",
        "sdg_important",
        "visits",
    ]
    trust = codebook.variable("trust_need_to_know")
    assert [one.key for one in trust.categories] == ["1", "4", "5", "9"]
    assert trust.category(9).missing == "dont_know"
    assert trust.nets[0].codes == ("4", "5")
    assert trust.breaks[0].wave == "2023"
    assert trust.anchors == (Anchor("high", "published", "2021"), Anchor("5", "bound", "2020"))
    assert trust.question == Text("Hvor stor tillit har du?", "How much do you trust?")
    assert trust.short == Text("Tilliten", "Trust")
    assert codebook.variable("sdg_important").columns == ("sdg_3", "goal_4")
    assert codebook.variable("visits").role == "item"


def test_what_is_left_out_has_its_default(tmp_path):
    codebook = parsed(tmp_path, HEAD + ITEM)
    assert not codebook.simulated
    assert codebook.design.columns == ()
    assert codebook.design.probability
    rules = codebook.disclosure
    assert (rules.min_base, rules.min_effective_base, rules.low_base) == (10, 30, 100)
    assert rules.microdata == "closed"
    assert codebook.variable("q").role == "item"
    assert codebook.variable("q").question is None


def test_a_byte_order_mark_is_no_fault(tmp_path):
    assert parsed(tmp_path, "\ufeff" + HEAD + ITEM).id == "s"


def test_a_publisher_has_a_name_and_a_number_that_can_be_one(tmp_path):
    found = faults(tmp_path, f'publisher_number = "123456789"\n{HEAD}{ITEM}')
    assert len(found) == 2
    assert "nine digits" in found[0]
    assert "publisher" in found[1]


def test_keys_that_nobody_knows_are_left_alone(tmp_path):
    more = 'zzz = 1\n[variables.q.our_own_notes]\ntext = "x"\n'
    assert parsed(tmp_path, HEAD + ITEM + more).id == "s"


def test_all_faults_come_in_one_go(tmp_path):
    text = (
        'format = 3\nid = "Å"\ntitle = "T"\n[design]\nweight = 1\n[disclosure]\nlow_base = "x"\n'
        '[variables.a]\nkind = "singel"\n[variables.b]\nkind = "single"\n'
        f"{LABEL}\ncategories = [{YES}, {YES}]\n"
    )
    found = faults(tmp_path, text)
    places = [line.split(", ")[1].split(":")[0] for line in found]
    assert places == [
        "format",
        "id",
        "title",
        "design.weight",
        "disclosure.low_base",
        "variables.a.kind",
        "variables.a.label",
        "variables.a.categories",
        "variables.b.categories",
    ]


def test_an_empty_file_lacks_everything(tmp_path):
    places = [line.split(", ")[1].split(":")[0] for line in faults(tmp_path, "")]
    assert places == ["format", "id", "title", "variables"]


def test_the_id_is_the_folders_name(tmp_path):
    [fault] = faults(tmp_path, HEAD + ITEM, survey_id="citizens")
    assert "“s”" in fault
    assert "“citizens”" in fault


NOT_TOML = {
    "text": b"this is no TOML",
    "unclosed": b'title = "',
    "same_key_twice": b"format = 1\nformat = 1\n",
    "brackets_bomb": b"x = " + b"[" * 50_000,
    "braces_bomb": b"x = " + b"{a=" * 50_000,
    "number_bomb": b"format = " + b"9" * 5_000,
    "nul": b"format = \x00",
    "parquet": b"PAR1\x15\x04",
}


@pytest.mark.parametrize("content", NOT_TOML.values(), ids=NOT_TOML)
def test_what_is_not_toml_is_refused_in_one_sentence(tmp_path, content):
    [fault] = faults(tmp_path, content)
    assert fault.startswith("codebook.toml is not valid TOML")


def test_what_is_not_utf8_is_refused(tmp_path):
    [fault] = faults(tmp_path, (HEAD + "# blåbær").encode("latin-1"))
    assert "UTF-8" in fault


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "codebook.toml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(CodebookError, match="too large"):
        read_codebook(path)


@pytest.mark.parametrize("name", ["absent.toml", "codebook.toml/codebook.toml", "folder"])
def test_a_codebook_that_is_not_there_is_refused_with_its_folder(tmp_path, name):
    (tmp_path / "codebook.toml").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(CodebookError, match=r"has no codebook\.toml"):
        read_codebook(tmp_path / name)


def test_a_net_is_told_the_codes_that_there_are(tmp_path):
    codes = ", ".join(f'{{ code = {n}, nb = "x", en = "x" }}' for n in range(40))
    [fault] = faults(
        tmp_path, single(codes, 'nets = [{ id = "n", codes = [99], nb = "N", en = "N" }]')
    )
    assert "0, 1, 2" in fault
    assert fault.endswith("….")
