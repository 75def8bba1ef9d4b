"""Sentences in both languages, faults, numbers and dates, search terms. It imports none of ours."""
