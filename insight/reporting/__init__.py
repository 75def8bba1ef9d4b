"""Results as words, rows and charts, without Streamlit and without HTML.

It may import `language`, `survey`, `analysis` and `documents`.
"""
