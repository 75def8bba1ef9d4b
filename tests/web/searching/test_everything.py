"""One search for everything: sixty searches with what must come first, or among the first three."""

import pytest
from visitor import view_of

from insight.language.catalogue import LANGUAGES, say
from insight.language.text_index import Entry
from insight.language.word_forms import fold
from insight.reporting.searching.codebook_entries import Asked
from insight.web.searching import addresses, everything

FIRST, AMONG_THE_FIRST = 1, 3
NEED_TO_KNOW = "citizens.trust_need_to_know"
SEARCHES = {
    # what readers ask for in Norwegian
    "mandat": ("k_mandate_143", AMONG_THE_FIRST),
    "helseforsikring": ("s_innbyggeren_velger_p1", AMONG_THE_FIRST),
    "relasjonskontrakt": ("relational_contract", FIRST),
    "underinvestert": ("t_ut21_market_underinvested", FIRST),
    "vesentlighetsanalyse": ("materiality_analysis", FIRST),
    "utenforskap": ("inclusion", AMONG_THE_FIRST),
    "pårørende": ("carer", FIRST),
    "hvem ser i journalen": (NEED_TO_KNOW, FIRST),
    "e-konsultasjon": ("e_consultation", FIRST),
    "digital hjemmeoppfølging": ("dho", FIRST),
    "personvern": ("trust_privacy", FIRST),
    "helsenorge hørt om": ("citizens.heard_helsenorge", FIRST),
    "tilfredshet EPJ": ("health_personnel.satisfaction_ehr", FIRST),
    "fornøyd med EPJ": ("hcp_satisfaction_ehr", AMONG_THE_FIRST),
    "løsepengevirus": ("himss_ransomware_share", AMONG_THE_FIRST),
    "persontilpasset medisin": ("system_130", AMONG_THE_FIRST),
    "brukermedvirkning": ("k_guiding_document_314", FIRST),
    "teknologioptimisme": ("k_section_finding_1201", FIRST),
    "kunnskapshull hjemmeoppfølging": ("t_ut22_home_gap", AMONG_THE_FIRST),
    "svært stor tillit": ("very_high_trust_up", FIRST),
    "finansiering": ("governance", FIRST),
    # inflected otherwise than they stand
    "helseforsikringer": ("s_innbyggeren_velger_p1", AMONG_THE_FIRST),
    "relasjonskontraktene": ("t_ut22_terms_relational", AMONG_THE_FIRST),
    "vesentlighetsanalysen": ("k_materiality_1485", AMONG_THE_FIRST),
    "underinvesteringen": ("t_ut21_market_underinvested", FIRST),
    "tilliten": ("trust_privacy", AMONG_THE_FIRST),
    "dataangrepet": ("t_ut22_security_impl_2", AMONG_THE_FIRST),
    # parts of compounds
    "hjemmeoppfølging": ("system_004", AMONG_THE_FIRST),
    "oppfølging": ("system_004", AMONG_THE_FIRST),
    "pasientjournal": ("system_017", AMONG_THE_FIRST),
    "forsikring": ("s_helseoyene_p2", FIRST),
    "sekundærbruk av helsedata": ("health_data_use_innsatsomrade_02", FIRST),
    "datasikkerhet": ("system_013", FIRST),
    # mistakes of typing
    "helseforsikirng": ("s_innbyggeren_velger_p1", AMONG_THE_FIRST),
    "relasjonskontrkt": ("t_ut22_terms_relational", AMONG_THE_FIRST),
    "kjernejornal": ("kjernejournal", FIRST),
    "velferdsteknolgi": ("welfare_technology", FIRST),
    "vesentlighetsanalsye": ("k_materiality_1485", AMONG_THE_FIRST),
    "perosnvern": ("trust_privacy", FIRST),
    "helsnorge": ("system_001", AMONG_THE_FIRST),
    # a keyboard without æ, ø and å
    "paaroerende": ("carer", FIRST),
    "baerekraft": ("sustainability", AMONG_THE_FIRST),
    "hjemmeoppfolging": ("system_004", AMONG_THE_FIRST),
    "helseoyene": ("helseoyene_state_01", AMONG_THE_FIRST),
    # English
    "health insurance": ("s_innbyggeren_velger_p1", AMONG_THE_FIRST),
    "relational contract": ("t_ut22_terms_relational", AMONG_THE_FIRST),
    "underinvested": ("t_ut21_market_underinvested", FIRST),
    "materiality analysis": ("k_materiality_1485", AMONG_THE_FIRST),
    "digital exclusion": ("digital_exclusion", FIRST),
    "who looks at my record": (NEED_TO_KNOW, FIRST),
    "home follow-up": ("remote_care", AMONG_THE_FIRST),
    "health literacy": ("s_all_competence", AMONG_THE_FIRST),
    # abbreviations, names and phrases
    "EPJ": ("health_personnel.satisfaction_ehr", AMONG_THE_FIRST),
    "DHO": ("dho", FIRST),
    "GDPR": ("system_162", AMONG_THE_FIRST),
    "trust_need_to_know": (NEED_TO_KNOW, FIRST),
    "age_group": ("citizens.age_group", FIRST),
    "Schrems II": ("system_056", AMONG_THE_FIRST),
    '"kunstig intelligens"': ("health_data", AMONG_THE_FIRST),
    "«pårørende-rolle»": ("g_simplify_carer_role", FIRST),
    "WHO": ("who", FIRST),
    "GP": ("gp_scheme", FIRST),
    "fastlege": ("gp_scheme", FIRST),
    # goals by their numbers, and why
    "mål 3": ("health_data_use_goal_01", FIRST),
    "evaluering mål 3": ("health_data_use_goal_01", FIRST),
    "hvorfor mål 3 ikke er nådd": ("health_data_use_goal_01", FIRST),
    "goal 3": ("health_data_use_goal_01", FIRST),
    # double letters, and what documents have misprinted
    "tilitt": ("trust_privacy", AMONG_THE_FIRST),
    "intelegens": ("ai", FIRST),
    # other words for the same
    "motsetninger i veiledningen": ("strategy.guiding", FIRST),
    "styrende dokumenter motstridende": ("k_coherence_378", AMONG_THE_FIRST),
    "stordata": ("swot_opportunity_04", FIRST),
    "big data": ("swot_opportunity_04", FIRST),
    "ungdom": ("online_trade_young", AMONG_THE_FIRST),
    "eldre": ("citizens.age_group", AMONG_THE_FIRST),
    # pages, and what they list
    "Tidslinje": ("timeline", FIRST),
    "Aktører": ("actors", FIRST),
    "Det som mangler": ("missing", FIRST),
    "Kilder": ("sources", FIRST),
    "Trender": ("trends", FIRST),
    "trykkfeil": ("missing.misprint", FIRST),
}
NOWHERE = ["demens", "dement", "Apple", "Legeforeningen", "referansegruppe"]


def name(entry: Entry) -> str:
    """The id by which the table knows an entry."""
    key = entry.key
    return f"{key.survey}.{key.variable}" if isinstance(key, Asked) else key.id


@pytest.mark.parametrize(("words", "wanted", "place"), [(w, *of) for w, of in SEARCHES.items()])
def test_what_a_reader_means_comes_first(words, wanted, place):
    found = everything.shared_search().find(words)
    assert wanted in [name(hit.entry) for hit in found.hits[:place]]


@pytest.mark.parametrize("words", NOWHERE)
def test_what_no_document_says_is_found_nowhere(words):
    found = everything.shared_search().find(words)
    assert (found.hits, found.unknown) == ((), (words,))


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("helse", "hele"),
        ("helse", "helhet"),
        ("for", "forening"),
        ("for", "fora"),
        ("nav", "navigere"),
        ("skal", "skala"),
        ("moden", "moderne"),
    ],
)
def test_a_word_finds_no_other_that_only_begins_alike(words, other):
    found = everything.shared_search().find(words)
    assert all(fold(other) not in hit.forms for hit in found.hits)


def test_what_the_documents_misprint_is_meant_by_nobody():
    for typed in ("tilitt", "tillitt"):
        assert everything.shared_search().find(typed).read_as == ((typed, "tillit"),)


def test_what_stands_nowhere_but_is_found_by_another_word_is_told():
    found = everything.shared_search().find("ungdom")
    assert found.read_as == (("ungdom", "unge"),)


def test_there_are_enough_searches():
    assert len(SEARCHES) >= 60


def all_entries() -> list[Entry]:
    search = everything.shared_search()
    return [entry for index in search.indexes for entry in index.entries]


def test_everything_that_is_found_has_an_address_and_its_kind_a_name():
    view = view_of()
    for entry in all_entries():
        assert addresses.address(view, entry).partition("?")[0]
    for kind in {entry.kind for entry in all_entries()}:
        assert all(say(language, f"search.group_{kind}") for language in LANGUAGES)


def test_each_thing_is_found_once():
    every = [(entry.kind, name(entry)) for entry in all_entries()]
    assert len(set(every)) == len(every)
