"""A codebook is read whole, or refused with the place and the value of every fault."""

from pathlib import Path

import pytest

from insight.language.catalogue import LANGUAGES, Text
from insight.language.errors import CodebookError
from insight.survey.codebook import Anchor, Codebook
from insight.survey.parser import LARGEST_FILE, LONGEST_NAME, read_codebook

WHOLE = """
format = 1
id = "citizens"
simulated = true
title = { nb = "Innbyggerundersøkelsen om e-helse", en = "Citizens' survey on e-health" }
population = { nb = "Innbyggere over 15 år", en = "Residents above 15" }
source = { nb = "Direktoratet for e-helse", en = "Directorate of eHealth" }
licence = "CC0-1.0"

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

HEAD = 'format = 1\nid = "s"\ntitle = { nb = "S", en = "S" }\n'
YES = '{ code = 1, nb = "Ja", en = "Yes" }'
NO = '{ code = 0, nb = "Nei", en = "No" }'
LABEL = 'label = { nb = "Q", en = "Q" }'
ITEM = f'[variables.q]\nkind = "single"\n{LABEL}\ncategories = [{YES}, {NO}]\n'
NUMBER = f'[variables.q]\nkind = "numeric"\n{LABEL}\n'


def parsed(tmp_path: Path, text: str, survey_id: str | None = None) -> Codebook:
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return read_codebook(path, survey_id)


def faults(tmp_path: Path, text: str | bytes, survey_id: str | None = None) -> list[str]:
    path = tmp_path / "codebook.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CodebookError) as refusal:
        read_codebook(path, survey_id)
    for language in LANGUAGES:
        lines = [fault.text(language) for fault in refusal.value.faults]
        assert all(line and line.isprintable() and len(line) < 700 for line in lines)
    return lines


def single(codes: str, more: str = "") -> str:
    return f'{HEAD}[variables.q]\nkind = "single"\n{LABEL}\ncategories = [{codes}]\n{more}'


WAVE = (
    '[design]\nwave = "w"\n[variables.w]\nkind = "single"\nlabel = { nb = "W", en = "W" }\n'
    'categories = [{ code = 2020, nb = "2020", en = "2020" }]\n'
)


def simulated(anchors: str, design: str = "") -> str:
    return f"simulated = true\n{single(YES, anchors)}\n{design}"


def test_a_whole_codebook_is_read(tmp_path):
    codebook = parsed(tmp_path, WHOLE, "citizens")
    assert codebook.id == "citizens"
    assert codebook.simulated
    assert codebook.title["en"] == "Citizens' survey on e-health"
    assert codebook.licence == "CC0-1.0"
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


def test_keys_that_nobody_knows_are_left_alone(tmp_path):
    more = 'zzz = 1\n[variables.q.our_own_notes]\ntext = "x"\n'
    assert parsed(tmp_path, HEAD + ITEM + more).id == "s"


FAULTS = {
    # name: (codebook, place, what the sentence names)
    "format_absent": (HEAD.replace("format = 1\n", "") + ITEM, "format", "missing"),
    "format_2": (HEAD.replace("1", "2", 1) + ITEM, "format", "2"),
    "format_text": (HEAD.replace("1", '"1"', 1) + ITEM, "format", '"1"'),
    "format_true": (HEAD.replace("1", "true", 1) + ITEM, "format", "true"),
    "format_float": (HEAD.replace("1", "1.0", 1) + ITEM, "format", "1.0"),
    "id_absent": (HEAD.replace('id = "s"\n', "") + ITEM, "id", "missing"),
    "id_number": (HEAD.replace('"s"', "5") + ITEM, "id", "5"),
    "id_capital": (HEAD.replace('"s"', '"Citizens"') + ITEM, "id", "Citizens"),
    "id_path": (HEAD.replace('"s"', '"../s"') + ITEM, "id", "../s"),
    "id_newline": (HEAD.replace('"s"', '"s\\n"') + ITEM, "id", r"s\n"),
    "id_nested": (HEAD.replace('id = "s"', "id" + ".a" * 3000 + " = 1") + ITEM, "id", "{...}"),
    "title_absent": (HEAD.replace("title", "# title") + ITEM, "title", "missing"),
    "title_one_language": (HEAD.replace(', en = "S"', "") + ITEM, "title.en", "missing"),
    "title_text": (HEAD.replace('{ nb = "S", en = "S" }', '"S"') + ITEM, "title", "“S”"),
    "title_blank": (HEAD.replace('en = "S"', 'en = " "') + ITEM, "title.en", "“ ”"),
    "simulated_text": (HEAD + 'simulated = "yes"\n' + ITEM, "simulated", "yes"),
    "no_variables": (HEAD, "variables", "no variables"),
    "variables_list": (HEAD + "variables = []\n", "variables", "table"),
    "variable_text": (HEAD + '[variables]\nq = "x"\n', "variables.q", "“x”"),
    "variable_blank": (
        HEAD + ITEM + f'[variables." "]\nkind = "numeric"\n{LABEL}', "variables:", "“ ”"),
    "variable_long": (
        HEAD + f'[variables.{"a" * (LONGEST_NAME + 1)}]\nkind = "numeric"\n{LABEL}',
        "variables",
        "aaaa",
    ),
    "variable_newline": (
        HEAD + f'[variables."a\\nb"]\nkind = "numeric"\n{LABEL}',
        "variables",
        r"a\nb",
    ),
    "kind_absent": (HEAD + f"[variables.q]\n{LABEL}", "variables.q.kind", "missing"),
    "kind_near": (HEAD + NUMBER.replace("numeric", "numerical"), "variables.q.kind", "numeric?"),
    "kind_number": (HEAD + NUMBER.replace('"numeric"', "3"), "variables.q.kind", "3"),
    "role_near": (HEAD + NUMBER + 'role = "segmnet"', "variables.q.role", "segment?"),
    "label_absent": (HEAD + '[variables.q]\nkind = "numeric"', "variables.q.label", "missing"),
    "label_french": (
        HEAD + NUMBER.replace("en", "fr", 1).replace(", en", ", fr"),
        "variables.q.label.en",
        "missing",
    ),
    "ordered_number": (HEAD + ITEM + "ordered = 1", "variables.q.ordered", "1"),
    "slip_in_variable": (HEAD + ITEM + "lable = 1", "variables.q.lable", "label?"),
    "slip_at_top": ("simulatd = true\n" + HEAD + ITEM, "simulatd", "simulated?"),
    "slip_in_design": (HEAD + '[design]\nwieght = "w"\n' + ITEM, "design.wieght", "weight?"),
    "slip_in_gates": (
        HEAD + "[disclosure]\nminbase = 5\n" + ITEM, "disclosure.minbase", "min_base?"),
    "slip_in_category": (
        HEAD + ITEM.replace("nb", "missin = 1, nb", 2), "categories[1].missin", "missing?"),
    "slip_in_net": (
        HEAD + ITEM + "nets = [{ code = [1] }]", "variables.q.nets[1].code", "codes?"),
    "slip_in_break": (HEAD + ITEM + "breaks = [{ waves = 1 }]", "breaks[1].waves", "wave?"),
    "slip_in_text": (HEAD + ITEM + "note = { nb = 'a', enn = 'a' }", "q.note.enn", "en?"),
    "weight_number": (HEAD + "[design]\nweight = 3\n" + ITEM, "design.weight", "3"),
    "weight_blank": (HEAD + '[design]\nweight = ""\n' + ITEM, "design.weight", "“”"),
    "design_text": (HEAD + 'design = "w"\n' + ITEM, "design", "“w”"),
    "fpc_three": (HEAD + '[design]\npsu="p"\nfpc=["a","b","c"]\n' + ITEM, "design.fpc", "a, b, c"),
    "fpc_without_psu": (HEAD + '[design]\nfpc=["a","b"]\n' + ITEM, "design.fpc", "a, b"),
    "fpc_numbers": (HEAD + "[design]\nfpc=[1]\n" + ITEM, "design.fpc", "[1]"),
    "gate_negative": (HEAD + "[disclosure]\nmin_base = -1\n" + ITEM, "disclosure.min_base", "-1"),
    "gate_true": (HEAD + "[disclosure]\nlow_base = true\n" + ITEM, "disclosure.low_base", "true"),
    "microdata_near": (
        HEAD + '[disclosure]\nmicrodata = "k-anonymous"\n' + ITEM,
        "disclosure.microdata",
        "k_anonymous?",
    ),
    "no_categories": (single(""), "variables.q.categories", "no categories"),
    "categories_text": (single('"a"'), "variables.q.categories", "['a']"),
    "code_absent": (single('{ nb = "J", en = "Y" }'), "categories[1].code", "missing"),
    "code_float": (single('{ code = 1.5, nb = "J", en = "Y" }'), "categories[1].code", "1.5"),
    "code_true": (single('{ code = true, nb = "J", en = "Y" }'), "categories[1].code", "true"),
    "code_blank": (single('{ code = "", nb = "J", en = "Y" }'), "categories[1].code", "“”"),
    "code_newline": (single('{ code = "a\\nb", nb="J", en="Y" }'), "categories[1].code", r"a\nb"),
    "code_over_64_bits": (
        single('{ code = 9223372036854775808, nb = "J", en = "Y" }'),
        "categories[1].code",
        "9223372036854775808",
    ),
    "code_huge": (single(f'{{ code = 0x{"f" * 5000}, nb="J", en="Y" }}'), "categories[1]", "0xff"),
    "code_repeated": (single(f"{YES}, {YES}"), "variables.q.categories", "“1”"),
    "code_repeated_as_text": (
        single(f'{YES}, {{ code = "1", nb = "J", en = "Y" }}'),
        "variables.q.categories",
        "“1”",
    ),
    "category_label": (single('{ code = 1, nb = "J" }'), "categories[1].en", "missing"),
    "missing_near": (
        single('{ code = 9, nb = "V", en = "D", missing = "dont_knwo" }'),
        "categories[1].missing",
        "dont_know?",
    ),
    "column_on_single": (
        single('{ code = 9, nb = "V", en = "D", column = "c" }'),
        "categories[1].column",
        "“c”",
    ),
    "multiple_without_column": (
        single(YES).replace("single", "multiple"),
        "categories[1].column",
        "missing",
    ),
    "column_repeated": (
        single(
            '{code="a",column="c",nb="A",en="A"}, {code="b",column="c",nb="B",en="B"}'
        ).replace("single", "multiple"),
        "variables.q.categories",
        "“c”",
    ),
    "column_of_two_kinds": (
        single('{code="a",column="c",nb="A",en="A"}').replace("single", "multiple")
        + f'[variables.c]\nkind = "numeric"\n{LABEL}',
        "variables.c",
        "variables.q",
    ),
    "numeric_category": (
        HEAD + NUMBER + f"categories = [{YES}]",
        "categories[1].missing",
        "1",
    ),
    "numeric_code": (
        HEAD + NUMBER + 'categories = [{code="dk",nb="V",en="D",missing="dont_know"}]',
        "categories[1].code",
        "“dk”",
    ),
    "net_unknown_code": (
        single(YES, 'nets = [{ id = "n", codes = [1, 7], nb = "N", en = "N" }]'),
        "variables.q.nets",
        "“7”",
    ),
    "net_no_codes": (
        single(YES, 'nets = [{ id = "n", codes = [], nb = "N", en = "N" }]'),
        "nets[1].codes",
        "[]",
    ),
    "net_no_id": (single(YES, 'nets = [{ codes = [1], nb="N", en="N" }]'), "nets[1].id", "missing"),
    "net_repeated": (
        single(YES, 'nets = [{id="n",codes=[1],nb="N",en="N"},{id="n",codes=[1],nb="M",en="M"}]'),
        "variables.q.nets",
        "“n”",
    ),
    "net_called_like_a_code": (
        single(YES, 'nets = [{id="1",codes=[1],nb="N",en="N"}]'),
        "variables.q.nets",
        "“1”",
    ),
    "break_without_wave": (
        single(YES, 'breaks = [{wave=2020,nb="B",en="B"}]'),
        "variables.q.breaks",
        "wave",
    ),
    "anchor_not_simulated": (
        single(YES, 'anchors = [{target=1,basis="published"}]'),
        "variables.q.anchors",
        "not simulated",
    ),
    "anchor_of_no_answer": (
        simulated('anchors = [{target="high",basis="published"}]'), "variables.q.anchors", "high"),
    "anchor_without_target": (
        simulated('anchors = [{basis="published"}]'), "q.anchors[1].target", "missing"),
    "anchor_of_a_number": (
        "simulated = true\n" + HEAD + NUMBER + 'anchors = [{target=1,basis="published"}]',
        "variables.q.anchors",
        "“1”",
    ),
    "anchor_assumed": (
        simulated('anchors = [{target=1,basis="assumed"}]'), "anchors[1].basis", "assumed"),
    "anchor_without_basis": (
        simulated("anchors = [{target=1}]"), "q.anchors[1].basis", "missing"),
    "anchor_of_a_wave_where_none_is": (
        simulated('anchors = [{target=1,basis="bound",wave=2020}]'), "q.anchors", "2020"),
    "anchor_without_wave": (
        simulated('anchors = [{target=1,basis="bound"}]', WAVE), "q.anchors", "wave = "),
    "anchor_of_another_wave": (
        simulated('anchors = [{target=1,basis="bound",wave=2019}]', WAVE), "q.anchors", "2020"),
    "anchor_twice": (
        simulated('anchors = [{target=1,basis="bound"},{target="1",basis="published"}]'),
        "variables.q.anchors",
        "1",
    ),
    "wave_numeric": (HEAD + '[design]\nwave = "q"\n' + NUMBER, "variables.q.kind", "numeric"),
    "reserved_segment": (
        HEAD + ITEM.replace(".q]", '.base]\nrole = "segment"'),
        "variables.base",
        "“base”",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "named"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_refused_with_its_place_and_value(tmp_path, text, place, named):
    found = faults(tmp_path, text)
    assert any(line.startswith("codebook.toml, ") and place in line for line in found), found
    assert any(named in line for line in found), found


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
