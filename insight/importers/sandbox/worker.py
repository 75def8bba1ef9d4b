"""The part of an import that touches the file: run in a process of its own, with limits.

It reads the file, drafts the survey, writes it into a folder that nobody else looks at yet, and
checks it as the app will.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from insight.importers.drafting.codebook_text import Origin, codebook_text
from insight.importers.drafting.draft import draft_of
from insight.importers.drafting.parts import Draft
from insight.importers.drafting.response_file import write_responses
from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions, SourceFile
from insight.importers.renewal.existing_survey import (
    ExistingSurvey,
    Questions,
    questions_of,
    read_existing_survey,
)
from insight.importers.renewal.first_wave import begin_waves
from insight.importers.renewal.recipe_renewal import renew_recipe
from insight.importers.renewal.renewal import Renewal, renew_survey
from insight.importers.sandbox.messages import (
    fault_as_json,
    proposal_as_json,
    together_as_json,
)
from insight.language.errors import Fault, ImportRefusal, near_miss, shorten
from insight.query.coded_texts import texts_of
from insight.query.opened import open_in
from insight.query.store import shared_store
from insight.survey.folders import CODEBOOK, RESPONSES, read_survey
from insight.survey.parser import read_codebook
from insight.survey.wave_remarks import remark_on_waves

BLOCK = 1 << 20


def perform(request: Mapping[str, Any]) -> dict[str, Any]:
    """Import a file into a new folder and return what was understood of it.

    Parameters
    ----------
    request
        ``path`` of the file, ``folder`` to write (its name is the survey's id), ``options`` of the
        reader, ``imported``, the day, ``previous``, the survey that is there, and ``wave``.

    Returns
    -------
        Numbers, remarks, proposals and changes, as plain values.

    Raises
    ------
    InsightError
        With what is wrong with the file.
    """
    path, folder = Path(request["path"]), Path(request["folder"])
    options = ImportOptions(**request["options"])
    source = read_source(path, options)
    previous = request.get("previous")
    existing = read_existing_survey(Path(previous)) if previous else None
    draft = _draft(source, options, existing)
    origin: Origin = {
        "file": source.path_name,
        "sha256": _sha256(path),
        "rows": draft.rows,
        "imported": date.fromisoformat(request["imported"]),
    }
    renewal = _survey(request, draft, folder.name, existing, origin)
    folder.mkdir()
    (folder / CODEBOOK).write_bytes(renewal.text.encode())
    texts = texts_of(read_codebook(folder / CODEBOOK))
    write_responses(renewal.pieces, folder / RESPONSES, texts)
    changes = [*renewal.changes]
    if previous := request.get("previous"):
        changes += renew_recipe(Path(previous), folder)
    remark = remark_on_waves(open_in(shared_store(), read_survey(folder)).codebook)
    return _answer(draft, [*draft.remarks, *([remark] if remark else [])], changes)


def _draft(source: SourceFile, options: ImportOptions, existing: ExistingSurvey | None) -> Draft:
    """The file as a survey, in which columns are one question as a person or the codebook says.

    Raises
    ------
    ImportRefusal
        If a person names a column or question that there is not.
    """
    asked = [*options.separate, *options.split]
    names = [column.name for column in source.columns]
    kept = questions_of(existing, names) if existing else Questions()
    draft = draft_of(
        source,
        {*options.separate, *kept.separate} - {*options.split},
        {*options.split, *kept.split} - {*options.separate},
        without_personal=options.without_personal,
    )
    for name in asked:
        if name not in draft.heeded:
            known = [*(together.variable for together in draft.together), *names]
            values = {"name": shorten(name), "hint": near_miss(name, known)}
            raise ImportRefusal(Fault("fault.import_no_question", values))
    return draft


def _survey(
    request: Mapping[str, Any],
    draft: Draft,
    survey_id: str,
    existing: ExistingSurvey | None,
    origin: Origin,
) -> Renewal:
    """The survey as it becomes: new, or the one that is there with the file in it."""
    if existing:
        file = str(origin["file"])
        return renew_survey(existing, draft, file, origin, request.get("wave"))
    if request.get("wave"):
        return begin_waves(draft, survey_id, origin, request["wave"])
    return Renewal(codebook_text(draft, survey_id, origin), draft.pieces, ())


def _answer(draft: Draft, remarks: Sequence[Fault], changes: Sequence[Fault]) -> dict[str, Any]:
    return {
        "rows": draft.rows,
        "variables": len(draft.variables),
        "sets": sum(variable.kind == "multiple" for variable in draft.variables),
        "remarks": [fault_as_json(remark) for remark in remarks],
        "proposals": [proposal_as_json(proposal) for proposal in draft.proposals],
        "changes": [fault_as_json(change) for change in changes],
        "together": [together_as_json(together) for together in draft.together],
        "undecided": [together_as_json(together) for together in draft.undecided],
        "personal": list(draft.personal),
    }


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
