"""The command line: the same functions as the pages, the same numbers.

Exit status 0, 1 for a refusal that names the cause on standard error, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from insight.language.errors import Fault, InsightError, SurveyReplacedError, reason_of

# What a shell takes for a command that was broken off by its user.
INTERRUPTED = 130
# Each command with its module in insight/commands and its line of help.
COMMANDS = {
    "surveys": ("surveys", "list the surveys"),
    "check": ("check", "check a survey folder"),
    "table": ("table", "estimate shares, means or totals"),
    "explain": ("explain", "tell what is read for a table, and how long it takes"),
    "compare": ("compare", "test differences"),
    "adjust": ("adjust", "compare groups when other variables are alike"),
    "book": ("book", "write all questions by all backgrounds as a workbook"),
    "report": ("report", "write views as slides, a document, a PDF or HTML"),
    "codebook": ("codebook", "write the codebook as DDI, data package or CSV"),
    "publish": ("operators.publish", "publish a survey as a version, or bring a former one back"),
    "recode": ("preparing.recode", "put a survey in order by a recipe"),
    "weight": ("preparing.weight", "rake a survey to margins of its population"),
    "import": ("preparing.importing", "make a survey folder of a survey file"),
    "serve": ("operators.serve", "serve the app in several processes at one address"),
    "mcp": ("operators.mcp", "answer an assistant that speaks the Model Context Protocol"),
    "simulate": ("preparing.simulate", "(re)make the bundled surveys"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen = _parser(words).parse_args(words)
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except (InsightError, SurveyReplacedError) as error:
        print(error.text(chosen.lang), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        values = {"file": error.filename or "stdout", "reason": reason_of(error)}
        print(Fault("fault.not_written", values).text(chosen.lang), file=sys.stderr)
        return 1
    return status


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """A parser that knows every command, and the arguments of those among these words.

    So a command waits for its own imports only.
    """
    parser = argparse.ArgumentParser(prog="insight", description="Explore survey answers.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, (module, help_line) in COMMANDS.items():
        command = commands.add_parser(name, help=help_line)
        if name in words:
            implementation = import_module(f"insight.commands.{module}")
            implementation.add_arguments(command)
            command.set_defaults(run=implementation.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
