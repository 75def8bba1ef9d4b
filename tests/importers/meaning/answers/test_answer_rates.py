"""Rates stand from the rarest up, and words that name no rate below them."""

from insight.importers.meaning.answers.answer_rates import order_of_rates, rates_of
from insight.importers.meaning.answers.answer_words import vocabulary

RATES = vocabulary("quantities.toml")["rates"]

SCALES = [
    "Aldri | Sjeldnere | Månedlig | Ukentlig | Daglig",
    "Sjeldnere enn månedlig | Månedlig | Ukentlig | Daglig | Flere ganger om dagen",
    "Aldri | Mindre enn en gang i måneden | 1-3 ganger i måneden | 1-2 ganger i uka | Daglig",
    "Aldri | En gang i året eller sjeldnere | Noen ganger i året | Ukentlig eller oftere",
    "Aldri | Månedlig eller sjeldnere | 2-4 ganger i måneden | 4 eller flere ganger i uken",
    "Aldri | Sjelden | Av og til | Ukentlig | Hver dag",
    "Sjeldnere | Månedlig | Daglig eller nesten daglig",
    "Mindre enn éin gong i månaden | 1–3 gonger i månaden | Kvar veke | Kvar dag",
    "Never | Less than once a month | 1-3 times a month | Once a week | Almost every day | Daily",
    "Never | Monthly or less | 2-4 times a month | 2-3 times a week | 4 or more times a week",
    "Never | Less often | About once a month | About once a week | Almost every day",
    "Every other year | Yearly | Quarterly | Every other month | Every other week | Most days",
    "Aldrig | Mer sällan | Någon gång i månaden | Varje vecka | Dagligen",
    "Aldrig | Nogle gange om året | Nogle gange om måneden | Hver uge | Dagligt",
]


def put_in_order(rates: list[str]) -> list[str] | None:
    order = order_of_rates(rates)
    return order and [rates[place] for place in order]


def test_rates_are_put_in_order():
    scales = [scale.split(" | ") for scale in SCALES]
    assert [put_in_order(scale[::-1]) for scale in scales] == scales


NO_RATES = {
    "no rate among them": "Aldri | Ofte | Alltid",
    "often is no rate": "Daglig | Ukentlig | Ofte",
    "one rate alone": "Aldri | Daglig",
    "the same rate twice": "Daglig | Hver dag | Ukentlig",
    "an unknown text": "Daglig | Ukentlig | Oslo",
}


def test_what_are_no_rates_have_no_order():
    told = {why: order_of_rates(texts.split(" | ")) for why, texts in NO_RATES.items()}
    assert {why: order for why, order in told.items() if order} == {}


def test_each_word_for_a_rate_is_read():
    rates = {phrase: float(often) for often, of in RATES["words"].items() for phrase in of}
    rates |= {
        f"2 ganger i {phrase}": 2 * float(often)
        for often, of in RATES["periods"].items()
        for phrase in of
    }
    assert {told: rates_of([told, "5 ganger om dagen"])[0] for told in rates} == rates


def test_words_for_rarely_stand_below_all_rates():
    rare = [phrase for phrases in RATES["rare"].values() for phrase in phrases]
    told = [order_of_rates(["årlig", phrase, "daglig"]) for phrase in rare]
    assert [pair for pair in zip(rare, told, strict=True) if pair[1] != [1, 0, 2]] == []


def test_each_word_that_joins_a_rate_is_read():
    parts, wrong = RATES["parts"], []
    told = [f"3 {times} i uken" for times in parts["times"]]
    told += [f"3 ganger {per} uke" for per in parts["per"]]
    told += [f"{about} 3 ganger i uken" for about in parts["about"]]
    wrong += [words for words in told if rates_of([words, "daglig"])[0] != 3 * 52]
    lower = [f"{less} 3 ganger i uken" for less in parts["less"]]
    lower += [f"3 ganger i uken {less}" for less in parts["or_less"]]
    wrong += [words for words in lower if order_of_rates(["3 ganger i uken", words]) != [1, 0]]
    higher = [f"{more} 3 ganger i uken" for more in parts["more"]]
    higher += [f"3 ganger i uken {more}" for more in parts["or_more"]]
    wrong += [words for words in higher if order_of_rates([words, "3 ganger i uken"]) != [1, 0]]
    assert wrong == []
