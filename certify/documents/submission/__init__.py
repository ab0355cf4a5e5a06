"""What Partner Center takes: an archive with the introduction and a package, whose solutions hold connector and flows."""

from certify.documents.submission.connector import PackagedConnector, PackagedProperties
from certify.documents.submission.solution import Manifest, Solution, SolutionKind
from certify.documents.submission.submission import Shape, Submission, submission_of
from certify.documents.submission.tree import Level
from certify.documents.submission.workflow import Workflow
from certify.documents.submission.xml_text import Element

__all__ = [
    "Element",
    "Level",
    "Manifest",
    "PackagedConnector",
    "PackagedProperties",
    "Shape",
    "Solution",
    "SolutionKind",
    "Submission",
    "Workflow",
    "submission_of",
]
