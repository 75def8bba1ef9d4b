"""The variables and answers of a survey as small as a test wishes."""

from survey_folder import net, segment, single

SCALE = {
    "q": single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)])
}
GENDER = {"gender": segment(1, 2)}
GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}


def answers(rows: int) -> dict[str, list]:
    return {
        "q": [(1, 2, 3, 4, 5, 9)[row % 6] for row in range(rows)],
        "gender": [1 if row % 20 else 2 for row in range(rows)],
    }
