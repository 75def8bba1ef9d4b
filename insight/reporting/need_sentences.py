"""Sentences about needs: whose are shown, and how many lack answers or evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from insight.documents.facts import Facts
from insight.documents.segment_respondents import Narrowing
from insight.documents.segments import NeedSegment, Segment
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.survey.filters import Condition


def in_sentence(segments: Iterable[Segment], language: Language) -> str:
    """Return the names of segments as they stand within a sentence.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> segments = facts().segments.by_id
    >>> in_sentence([segments["gps"], segments["municipal_personnel"]], "en")
    'general practitioners and health personnel in the municipalities'
    """
    names = (segment.name[language] for segment in segments)
    return numbers.enumerate_names([*map(within_sentence, names)], language)


def tag(link: NeedSegment, facts: Facts, language: Language) -> str:
    """Return a need's segment as its card names it, and whether the document only implies it."""
    segment = facts.segments.by_id[link.segment]
    name = segment.name[language]
    implied = link.basis == "inherited" and segment.population is not None
    return say(language, "needs.implied", name=name) if implied else name


def shown(narrowing: Narrowing, named: int, included: int, facts: Facts, language: Language) -> str:
    """Say whose needs are shown, and that those of everyone in the population come after.

    Parameters
    ----------
    narrowing
        The segments that the respondents stand for.
    named
        How many needs are about these.
    included
        How many are about everyone of whom they are a part.
    facts
        All facts.
    language
        Of the sentence.
    """
    who = in_sentence(narrowing.segments, language)
    said = [
        say(
            language,
            "needs.narrowed",
            who=who,
            count=named or say(language, "needs.nothing"),
            total=len(facts.needs),
        )
    ]
    if included:
        whole = in_sentence(populations(narrowing.segments, facts), language)
        said.append(say(language, "needs.included", count=included, whole=whole, who=who))
    return " ".join(said)


def populations(segments: Iterable[Segment], facts: Facts) -> list[Segment]:
    """Return the populations that segments are part of, each once."""
    roots = ([segment.id, *facts.segments.ancestors(segment.id)][-1] for segment in segments)
    return [facts.segments.by_id[root] for root in dict.fromkeys(roots)]


def title(count: int, published: int, nothing: int, language: Language) -> str:
    """Say on how many needs published figures bear, and about how many there is nothing.

    Parameters
    ----------
    count
        How many needs are shown; of none nothing is said.
    published
        On how many of them a published figure bears.
    nothing
        About how many of them there is neither a figure nor a question.
    language
        Of the sentence.

    Examples
    --------
    >>> title(81, 40, 0, "en")
    'Published figures shed light on 40 of 81 needs'
    """
    if not count:
        return ""
    said = [say(language, "needs.lit", published=published, count=count)]
    if nothing:
        said.append(say(language, "needs.unlit", count=nothing))
    return " ".join(said).removesuffix(".")


def set_aside(conditions: Sequence[Condition], language: Language) -> str:
    """Say which part of a filter stands for no segment and narrows no needs; empty without any."""
    if not conditions:
        return ""
    quoted = [
        say(language, "needs.quoted", words=condition.sentence(language))
        for condition in conditions
    ]
    which = numbers.enumerate_names(quoted, language)
    return say(language, "needs.not_narrowed", words=which)
