"""Replicate weights read from a codebook, and every contradiction in what it says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from insight.language.errors import some
from insight.survey.design import Design
from insight.survey.replication.replicate_design import (
    FEWEST,
    HADAMARD,
    METHODS,
    MOST,
    OF_HADAMARD,
    Replication,
    expand,
)
from insight.survey.toml_reader import TomlReader


def with_replicates(reader: TomlReader, design: Design) -> Design:
    """Return the design with the replicate weights that a codebook describes, if it does.

    Parameters
    ----------
    reader
        The table [design].
    design
        What else it says.
    """
    if reader.value("replicates") is None:
        return design
    inner = reader.table("replicates")
    replicates = _replication(inner)
    others = {"strata": design.strata, "psu": design.psu, "fpc": ", ".join(design.fpc)}
    if named := [f"{part} = {column}" for part, column in others.items() if column]:
        inner.fault("fault.two_designs", "", others=some(named))
    if design.weight is None:
        inner.fault("fault.replicates_without_weight", "")
    if design.weight in replicates.columns:
        inner.fault("fault.replicate_is_weight", "columns", value=design.weight)
    return replace(design, replicates=replicates)


def _replication(reader: TomlReader) -> Replication:
    replicates = Replication(
        columns=_columns(reader),
        method=reader.choice("method", METHODS, None),
        rho=reader.number("rho"),
        scale=reader.number("scale"),
        rscales=reader.numbers("rscales"),
        mse=None if reader.value("mse") is None else reader.boolean("mse", default=False),
        combined=reader.boolean("combined", default=True),
        df=None if reader.value("df") is None else reader.count("df", 0),
    )
    _check_count(reader, replicates)
    _check_factors(reader, replicates)
    return replicates


def _columns(reader: TomlReader) -> tuple[str, ...]:
    """The columns of a list of names and patterns."""
    columns: list[str] = []
    if reader.value("columns") is None:
        reader.fault("fault.absent", "columns", value="columns")
    for pattern in reader.strings("columns"):
        names = expand(pattern)
        if names is None:
            reader.fault("fault.replicate_pattern", "columns", value=pattern)
        columns += names or ()
    if repeated := [column for column, times in Counter(columns).items() if times > 1]:
        reader.fault("fault.replicate_repeated", "columns", value=some(repeated))
    return tuple(dict.fromkeys(columns))


def _check_count(reader: TomlReader, replicates: Replication) -> None:
    count, method = len(replicates.columns), replicates.method
    if not count and reader.value("columns") is None:
        return
    if not FEWEST <= count <= MOST:
        reader.fault("fault.replicate_count", "columns", count=count, fewest=FEWEST, most=MOST)
    elif method in OF_HADAMARD and count % HADAMARD and replicates.scale is None:
        values = {"count": count, "method": method, "multiple": HADAMARD}
        reader.fault("fault.replicate_multiple", "columns", **values)


def _check_factors(reader: TomlReader, replicates: Replication) -> None:
    method, rho = replicates.method, replicates.rho
    if (rho is None) == (method == "fay"):
        told = "replicate_no_rho" if rho is None else "replicate_rho_unused"
        reader.fault(f"fault.{told}", "rho", value=rho, method=method)
    elif rho is not None and not 0 <= rho < 1:
        reader.fault("fault.replicate_rho", "rho", value=rho)
    if replicates.scale is not None and not replicates.scale > 0:
        reader.fault("fault.replicate_scale", "scale", value=replicates.scale)
    if method == "given" and replicates.scale is None:
        reader.fault("fault.replicate_unscaled", "scale", wanted="scale", method=method)
    if method == "jkn" and not replicates.rscales:
        reader.fault("fault.replicate_unscaled", "rscales", wanted="rscales", method=method)
    if replicates.rscales and len(replicates.rscales) != len(replicates.columns):
        values = {"count": len(replicates.rscales), "columns": len(replicates.columns)}
        reader.fault("fault.replicate_rscales", "rscales", **values)
    elif not all(factor >= 0 for factor in replicates.rscales) or (
        replicates.rscales and not any(replicates.rscales)
    ):
        reader.fault(
            "fault.replicate_scale",
            "rscales",
            value=some([str(factor) for factor in replicates.rscales]),
        )
    if replicates.df == 0:
        reader.fault("fault.replicate_df", "df", value=replicates.df)
