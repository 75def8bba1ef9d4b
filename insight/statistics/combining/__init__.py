"""Estimates put together from others: across samples, strata of a population, and waves."""
