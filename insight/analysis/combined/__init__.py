"""Figures put together from several: of two surveys, of strata of a population, of waves."""
