"""The images that the readme shows."""

from __future__ import annotations

from posixpath import normpath
from urllib.parse import unquote

from certify.api import OFF, WARNING, Files, Form, Package, Problem, Problems, Readme, Reason, advice, rule
from certify_rules.words import shown


@rule(WARNING, advice(), custom=OFF)
def readme_images(readme: Readme, files: Files, package: Package, *, maximum: int = 2_097_152) -> Problems:
    """The images that the readme shows are in the package, and not huge.

    A missing one is a broken picture on GitHub, where capitals in names count and folders are separated by `/`. The
    limit is 2 MB. Images in other folders of the repository and on other servers are not looked for.

    Bad (missing):
        readme: {$replace: {"## Getting Started\\n": "## Getting Started\\n\\n![The dialog](images/dialog.png)\\n"}}
    Bad (huge):
        readme: {$replace: {"## Getting Started\\n": "## Getting Started\\n\\n![The dialog](dialog.png)\\n"}}
        dialog.png: {$append: {"0123456789": 300000}}
    Good:
        readme: {$replace: {"## Getting Started\\n": "## Getting Started\\n\\n![The dialog](./dialog.png)\\n"}}
        dialog.png: {$png: {}}
    """
    if package.form is Form.FILE:
        return
    left_out = {refusal.path for refusal in package.refusals}
    is_partial = any(refusal.reason is Reason.TOO_MANY or not refusal.path for refusal in package.refusals)
    folder = readme.path.rpartition("/")[0]
    for image in readme.images:
        if not image.is_local or image.target.startswith("/"):
            continue
        target = unquote(image.target.partition("#")[0].partition("?")[0])
        path = normpath(f"{folder}/{target}" if folder else target)
        if path.startswith("..") or path in left_out:
            continue
        file = files.by_path.get(path)
        if file is not None:
            if len(file.data) > maximum:
                yield Problem(
                    f"The image `{shown(path)}` has {len(file.data):,} bytes; make it smaller than {maximum:,}.",
                    image,
                )
        elif not is_partial:
            other = next(
                (known for known in files.by_path if known.lower() == path.replace("\\", "/").lower()), None
            )
            hint = (
                "add it, or take it out of the readme" if other is None else f"it is called `{shown(other)}`"
            )
            yield Problem(f"The image `{shown(target)}` is not in the package; {hint}.", image)
