"""Bands of numbers stand from the lowest up, in whatever words they are told."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.meaning.answers.answer_words import vocabulary
from insight.importers.meaning.answers.number_bands import order_of_bands

WORDS = vocabulary("quantities.toml")

BANDS = [
    "Under 18 | 18–29 | 30-44 | 45-60 | Over 60",
    "18–29 | 30 til 39 | 65+",
    "17 og yngre | 18-",
    "Under 67 år | 67 år og eldre",
    "Mindre enn 1 år | 1-2 år | 3–5 år | 6-10 år | Mer enn 10 år",
    "Mindre enn ett år | Ett til to år | To år eller mer",
    "Under 300 000 | 300 000–599 999 | 600 000–999 999 | 1 000 000 eller mer",
    "0-99 999 kr | 100 000-199 999 kr | 200 000 kr eller mer",
    "Inntil 200.000 | 200.001-400.000 | Over 400.000",
    "300-400 000 | 400-500 000 | over 500 000",
    "Under 1 mill. | 1–2 mill. | Over 2 mill.",
    "Under 0,5 mill | 0,5–1,5 mill | Over 1,5 mill",
    "500 000 – 1 million | 1–2 millioner | Mer enn 2 millioner",
    "0-100k | 100k-200k | 200k+",
    "$0-$9,999 | $10,000 to $14,999 | $50,000 and over",
    "< 5 | 5-79 | ≥ 80",
    "≤10 | 11–20 | >20",
    "Ingen | 1 gang | 2-3 ganger | 4 ganger eller flere",
    "Ingen barn | 1 barn | 2 barn | 3 eller flere barn",
    "0 | 1-2 | 3 or more",
    "1 | 2 | 3+",
    "Under 30 minutter | 30 minutter til 1 time | 1-2 timer | Mer enn 2 timer",
    "Mindre enn 6 måneder | 6 måneder – 2 år | 2–5 år | Mer enn 5 år",
    "et halvt år | 1 år | 2 år eller mer",
    "mellom 10 og 20 | mellom 20 og 30 | over 30",
    "fra 10 til 19 | fra 20 til 29 | 30 og oppover",
    "Ung (18–29) | Voksen (30–66) | Eldre (67+)",
    "0 bøker | 1-10 bøker | 11-25 bøker | Mer enn 25 bøker",
    "1-9 ansatte | 10-49 ansatte | 50-249 ansatte | 250 ansatte eller flere",
    "Færre enn 10 | 10–19 | 20 og derover",
    "Färre än 5 | 5–10 | Fler än 10",
    "Yngre end 30 år | 30-49 år | 50 år og derover",
    "Less than one year | 1 to 2 years | 3 to 5 years | More than 5 years",
    "Age 18-24 | Age 25-34 | Age 65 or older",
    "0-10 % | 11-50 % | 51-100 %",
]


def put_in_order(bands: list[str]) -> list[str] | None:
    order = order_of_bands(bands)
    return order and [bands[place] for place in order]


def test_bands_are_put_in_order():
    scales = [scale.split(" | ") for scale in BANDS]
    assert [put_in_order(scale[::-1]) for scale in scales] == scales


NO_BANDS = {
    "bands that overlap": "0–10 | 5–15",
    "a band and what lies in it": "<5 | 0–4",
    "numbers of names": "1 Oslo | 2 Bergen | 3 Moss",
    "names with numbers": "Kommune 1 | Kommune 2",
    "numbers and nothing else": "301 | 1103 | 5001",
    "a text among them": "Under 18 | 18–29 | Oslo",
    "of different things": "1 time | 2 år | 3 ganger",
    "results": "2-1 | 1-1 | 0-3",
    "the same band twice": "18–29 | 18 til 29",
    "hours of the day": "08:00-12:00 | 12:00-16:00",
    "dates": "01/02/2024 | 02/02/2024",
    "telephone numbers": "22 33 44 55 | 22 33 44 56",
}


def test_what_are_no_bands_have_no_order():
    told = {why: order_of_bands(texts.split(" | ")) for why, texts in NO_BANDS.items()}
    assert {why: order for why, order in told.items() if order} == {}


def in_no_order(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of a lower and a higher band that are not put in that order."""
    return [pair for pair in pairs if put_in_order([*pair[::-1]]) != [*pair]]


def test_each_word_for_a_band_is_read():
    """Beside the band from 10 to 20: what lies below it, and what lies above it."""
    bands = WORDS["bands"]
    below = [f"{word} 10" for word in bands["less"]] + [f"10 {word}" for word in bands["or_less"]]
    above = [f"{word} 20" for word in bands["more"]] + [f"20 {word}" for word in bands["or_more"]]
    pairs = [(low, "10–20") for low in (*below, *bands["zero"])]
    pairs += [("10–20", high) for high in above]
    pairs += [("0–5", f"mellom 10 {to} 20") for to in bands["to"]]
    pairs += [(f"0–5 {noise}", f"10–20 {noise}") for noise in bands["noise"]]
    assert in_no_order(pairs) == []


def test_each_unit_number_and_multiple_is_read():
    units = [phrase for phrases in WORDS["units"].values() for phrase in phrases]
    pairs = [(f"under 10 {unit}", f"10–20 {unit}") for unit in units]
    for number, phrases in WORDS["numbers"].items():
        pairs += [(f"{phrase} år", f"mer enn {number} år") for phrase in phrases]
        pairs += [(f"under {number} år", f"{phrase} år") for phrase in phrases]
    for multiple, phrases in WORDS["multiples"].items():
        pairs += [(f"under {2 * int(multiple)}", f"2–3 {phrase}") for phrase in phrases]
        pairs += [(f"2–3 {phrase}", f"over {3 * int(multiple)}") for phrase in phrases]
    assert in_no_order(pairs) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=8, unique=True), st.randoms())
def test_bands_between_any_limits_are_put_in_order(limits, shuffler):
    low, *_, high = limits = sorted(limits)
    between = [f"{first} – {last}" for first, last in pairwise(limits)]
    bands = [f"Under {low}", *between, f"{high} eller mer"]
    shuffled = [*bands]
    shuffler.shuffle(shuffled)
    order = order_of_bands(shuffled)
    assert order is not None
    assert [shuffled[place] for place in order] == bands
