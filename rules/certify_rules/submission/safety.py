"""No programs in a submission."""

from __future__ import annotations

import re

from certify.api import ERROR, OFF, Problem, Problems, Submission, documented, policy, rule
from certify_rules.words import shown

_PROGRAM = re.compile(
    r".*\.(?:exe|dll|com|scr|pif|msi|msix|appx|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|hta|jar|lnk|reg|sh|py|dylib|so|docm|xlsm)",
    re.IGNORECASE | re.DOTALL,
)
_STARTS = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a Linux program",
    b"\xcf\xfa\xed\xfe": "a macOS program",
    b"\xca\xfe\xba\xbe": "a macOS program or a Java class",
    b"#!/": "a script",
}
_DEPLOYMENT = (".dll", ".pdb")


@rule(
    ERROR,
    policy("5000.1.1.4"),
    documented("certification-submission"),
    custom=OFF,
    aliases=("pkg-zip-safety",),
    by_hand="An archive is not written to; mend the folder that it is made of, and pack it again.",
)
def pkg_no_programs(submission: Submission) -> Problems:
    """No file of a submission is a program, at no level.

    Microsoft scans every submission for malware, and a connector has no use for programs: its code is in
    `…_customcodeblobcontent.csx`. A program is known by its ending or by its first bytes. The `.dll` that a
    deployment project puts beside `PkgAssets` is allowed.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/setup.exe: {$hex: "4d 5a 90 00"}
    Bad (under another name):
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/Connector/logo.gif: {$hex: "4d 5a 90 00"}
    Good (of a deployment project):
        $submission: plain
        package.zip!/Stock.dll: {$hex: "4d 5a 90 00"}
    """
    beside = () if submission.inner is None else submission.inner.files
    allowed = {file.path for file in beside if file.name.lower().endswith(_DEPLOYMENT)}
    for file in submission.files.values():
        if file.path in allowed:
            continue
        kind = next((kind for start, kind in _STARTS.items() if file.data.startswith(start)), None)
        # A text may well begin with MZ; a program has zeros in its header.
        if file.data.startswith(b"MZ") and b"\0" not in file.data[:64]:
            kind = None
        if kind is None and _PROGRAM.fullmatch(file.name):
            kind = "a program"
        if kind is not None:
            yield Problem(f"`{shown(file.name)}` is {kind}, which no connector needs; remove it.", file)
