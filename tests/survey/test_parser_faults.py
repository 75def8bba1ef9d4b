"""Every fault of a codebook is refused with its place and its value."""

import pytest
from codebook_text import HEAD, ITEM, LABEL, NUMBER, WAVE, YES, faults, simulated, single

from insight.survey.parser import LONGEST_NAME

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
