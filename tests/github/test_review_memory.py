"""What is remembered of a review, so that the next one can say what was fixed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_comment import HEAD, package, remark, review

from certify.core.finding import Severity
from certify.github.review_memory import fixed_since, memory_of, read_memory
from certify.github.review_result import Fixed


def test_what_is_remembered_tells_what_was_fixed():
    before = review(package(remark(fingerprint="1"), remark(fingerprint="2", start_line=40)))
    memory = read_memory(memory_of(before, ["key"]))
    assert memory is not None
    assert memory.suggested == {"key"}
    after = package(remark(fingerprint="2"))
    assert fixed_since(memory, [after]) == {
        after.path: (Fixed("op-id-present", Severity.ERROR, "apiDefinition.swagger.json:12"),)
    }
    assert fixed_since(memory, [replace(after, unexamined=(("x", "died"),))]) == {}


def test_what_is_remembered_is_bounded():
    many = [
        remark(fingerprint=f"{number:064}", message="x" * 500, file="f" * 250) for number in range(20_000)
    ]
    assert len(memory_of(review(package(*many)), ["s" * 300] * 5_000).json) <= 1 << 20


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", '{"version":1}', '{"version":2,"packages":{},"suggested":[]}',
                                  '{"version":1,"packages":{"a":[["x"]]},"suggested":[]}'])  # fmt: skip
def test_a_memory_that_cannot_be_read_is_none(text):
    from certify.github.records import Result

    assert read_memory(Result(HEAD, text)) is None
