"""Write the file of a new rule, in style, with its manual and examples to fill in."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse

_TEMPLATE = '''"""{title}."""

from __future__ import annotations

from certify.api import {imports}


@rule(WARNING, advice())
def {function}({parameter}: {subject}) -> Problems:
    """The requirement, in one line.

    Why it is made: what breaks for makers, what the reviewer or the platform does, and what to do instead.

    Bad:
        definition: {{paths: {{/items: {{get: {{description: This text needs a change.}}}}}}}}
    Good:
        definition: {{paths: {{/items: {{get: {{description: This text is fine as it is.}}}}}}}}
    """
    if {parameter}.get("description") == "This text needs a change.":
        yield Problem("What is wrong here, and what to do.", {parameter}.at("description"))
'''


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify new-rule`."""
    parser.add_argument("name", help="the rule's name, such as acme-summary-prefix")
    parser.add_argument(
        "--subject", default="Operation", help="the type of node that it looks at (default: Operation)"
    )
    parser.add_argument(
        "--folder",
        default="rules",
        help="where to write it; the folder's name is the family (default: rules)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    import certify.api

    name: str = options.name
    function = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or keyword.iskeyword(function):
        raise UsageError(f"a rule's name is lower-case words joined by hyphens, not {name!r}")
    _refuse_taken(name)
    subject: str = options.subject
    if subject not in certify.api.__all__ or not subject[0].isupper():
        raise UsageError(f"certify.api has no {subject!r} that a rule could look at")
    path = Path(options.folder) / f"{function}.py"
    if path.exists():
        raise UsageError(f"{path} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    imports = ", ".join(sorted({"WARNING", subject, "Problem", "Problems", "advice", "rule"}, key=_isort_key))
    text = _TEMPLATE.format(
        title=name.replace("-", " ").capitalize(),
        function=function,
        parameter=re.sub(r"(?<!^)(?=[A-Z])", "_", subject).lower(),
        subject=subject,
        imports=imports,
    )
    path.write_text(text, "utf-8")
    folder = quote(str(path.parent))
    sys.stdout.write(
        f"{path} is written. Try it: certify test-rules {name} --rules {folder}\n"
        f'Let every check have it: local-rules = "{path.parent}" in certify.toml\n'
    )
    return 0


def _refuse_taken(name: str) -> None:
    """Two rules of one name would stop every command."""
    from certify.plugins import load_rules

    meant = [rule for rule in load_rules().find(name) if name in rule.names]
    if meant:
        raise UsageError(
            f"`{name}` is a built-in rule; begin the name with that of your team, such as acme-{name}"
        )


def _isort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as import sorters order them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)
