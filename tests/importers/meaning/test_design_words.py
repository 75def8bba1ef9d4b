"""What files call weights, strata, sampling units and replicates, and what only sounds so."""

from vocabulary_rows import plainest

from insight.importers.meaning.design_words import Spread, is_called, is_weight
from insight.importers.meaning.replicate_families import ReplicateFamily, replicates_of
from insight.importers.meaning.word_lists import word_list

WEIGHTS = Spread(0.2, 4, 1, whole=False)
KILOGRAMS = Spread(42, 143, 78.4, whole=True)
ANSWERS = Spread(1, 5, 3.1, whole=True)

NAMES = """pspwght anweight dweight pweight PWEIGHT HWEIGHT finalwt finalwt1 finalwgt
    WEIGHT_W119 PERWT HHWT ASECWT hvikt kalvikt w_2 w_ansen wtssall wtssps
    WTMEC2YR WTINT2YR _LLCPWT X_LLCPWT PWGTP vekt vekt1 Vekt weight weight_a w1
    wt W_FSTUWT TOTWGT SPFWT0 cciw_w8 designvekt utvalgsvekt frafallsvekt
    vekt_tot vektkorr vekting weight_final PERWT21F gweight RB050 pw weights wgt wght_w WTFA_A"""
LABELS = """Design weight|Vekt|Post-stratification weight including design weight|Analysis weight|
    Population size weight (must be combined with dweight or pspwght)|Utvalgsvekt|Frafallsvekt|
    WEIGHT RESULT FROM TARGET (REDRESSMENT)|Poststratifiseringsvekt|Kalibreringsvikt|Weight|
    Full sample 2 year MEC exam weight|Household weight|Weighting factor|Vekt for kjønn og alder|
    Kalibrert vekt"""
BODIES = """What is your weight?|Hva er vekten din?|Weight in kilograms|Vekt i kg|Birth weight|
    Weight of respondent (kg)|Importance of weight loss|Overvekt|Kroppsvekt|Hva er din vekt?|
    Hvor stor vekt legger du på pris?|Do you think your weight is ok|What weight do you give price?|
    Self-reported current weight (pounds)|Hvor mye vekt legges det på personvern?"""
OTHERS = """wave wife web west want_to w_age overvekt bodyweight kroppsvekt weight_kg
    weight_loss likevekt hvorvidt twitter wtkg3 wtp vektnedgang straight"""


def split(written: str) -> list[str]:
    return [label.strip() for label in written.split("|")]


def test_weights_are_known_by_name_and_label():
    assert [name for name in NAMES.split() if not is_weight(name, "", WEIGHTS)] == []
    assert [label for label in split(LABELS) if not is_weight("v9", label, WEIGHTS)] == []


def test_what_only_sounds_like_a_weight_is_none():
    assert [label for label in split(BODIES) if is_weight("v9", label, WEIGHTS)] == []
    assert [name for name in OTHERS.split() if is_weight(name, "", ANSWERS)] == []


def test_kilograms_under_a_name_that_weights_have_too_are_no_weight():
    names = ["vekt", "Vekt", "weight", "weight1", "wt", "wgt"]
    for spread in (KILOGRAMS, Spread(30.84, 175.88, 71.9, whole=False)):
        assert [name for name in names if is_weight(name, "", spread)] == []
    assert is_weight("vekt", "", Spread(110, 5200, 1834.2, whole=True))


def test_each_row_of_the_vocabulary_is_found():
    words = word_list("design_words")
    rows = words["weight"]
    found = {row: is_weight(plainest(row), "", WEIGHTS) for row in (*rows["sure"], *rows["likely"])}
    found |= {
        row: is_weight("v", plainest(row), WEIGHTS)
        for row in (*rows["labels_sure"], *rows["labels_likely"])
    }
    found |= {
        row: not is_weight("weight", f"weight {plainest(row)}", WEIGHTS) for row in rows["body"][:1]
    }
    for part in ("strata", "psu"):
        found |= {row: is_called(part, plainest(row), "") for row in words[part]["names"]}
        found |= {row: is_called(part, "v", plainest(row)) for row in words[part]["labels"]}
    assert [row for row, is_found in found.items() if not is_found] == []


def test_strata_and_sampling_units_are_known_by_name_and_label():
    units = "psu vpsu SDMVPSU secu cluster cluster_id klynge varunit samppoint sampling_point ea_id"
    assert [name for name in units.split() if not is_called("psu", name, "")] == []
    labels = "Variance unit|SECU|Sampling point|Primary sampling unit|Cluster|Klynge"
    assert [label for label in labels.split("|") if not is_called("psu", "v", label)] == []
    strata = "stratum strata vstrat SDMVSTRA stratum_c strat_id varstrat jkzone _STSTR"
    assert [name for name in strata.split() if not is_called("strata", name, "")] == []
    others = "strategy stratosphere demonstrate clustering season sea clumsy segment"
    for part in ("strata", "psu"):
        assert [name for name in others.split() if is_called(part, name, "")] == []


def family(stem: str, count: int, spread: Spread = WEIGHTS) -> list[ReplicateFamily]:
    headers = [("id", ""), *((f"{stem}{number}", "") for number in range(1, count + 1))]
    return replicates_of(headers, dict.fromkeys(range(1, count + 1), spread))


STEMS = """brr_ repwgt PWGTP pwgtp wrep wrep_ w_rep jkw jkw_ jk1_ jk2_ jk2full_ jkn_ fay_
    bsw bs_ REPWT repwtp W_FSTR W_FSTURWT SPFWT srwgt wtrep rw_ boot_
    replicate_weight_ sdr_ rwgt"""


def test_replicate_weights_are_families_of_numbered_columns():
    assert [stem for stem in STEMS.split() if not family(stem, 4)] == []
    assert family("brr_", 32) == [ReplicateFamily("brr_", tuple(range(1, 33)))]
    assert family("weight", 40) == [ReplicateFamily("weight", tuple(range(1, 41)))]
    labelled = [(f"v{number}", f"Replicate weight {number}") for number in range(4)]
    assert replicates_of(labelled, dict.fromkeys(range(4), WEIGHTS))


def test_numbered_questions_and_a_few_weights_are_no_replicates():
    assert family("weight", 3) == []
    assert family("rep_", 4, ANSWERS) == []
    stems = "q item trust_ wave_ news_ work_ report show_ bread_ how law_ know_"
    for stem in stems.split():
        assert family(stem, 12, ANSWERS) == []
    assert family("brr_", 4, Spread(1, 1, 1, whole=True)) == []


def test_replicates_of_successive_differences_may_be_below_nought():
    assert family("pwgtp", 80, Spread(-3, 240, 60, whole=True))
    assert family("brr_", 8, Spread(-3, 4, 0, whole=False)) == []
