"""The script that Streamlit runs for every visitor and every click.

It stands alone in its folder, which Streamlit puts first on ``sys.path``: beside it `html` would
hide the standard library's. A link to any page, as the first request after a start, runs it too.
"""

from insight.web import shell

shell.run()
