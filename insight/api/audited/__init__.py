"""Audit of calls: what it is told of surveys that not everybody may see."""
