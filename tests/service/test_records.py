from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from certify.github.records import LONGEST_RESULT, Approval, RecordsInMemory, Result
from certify.service.records import StoredRecords

if TYPE_CHECKING:
    from certify.github.records import Records
    from certify.service.database import Database


@pytest.fixture(params=["memory", "database"])
def records(request: pytest.FixtureRequest) -> Records:
    if request.param == "memory":
        return RecordsInMemory()
    return StoredRecords(request.getfixturevalue("database").engine)


def test_an_approval_is_of_exactly_these_bytes_in_this_repository(records: Records) -> None:
    approval = Approval(5, 7, 1, "sha256:" + "a" * 64, "octocat", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    records.approve(approval)
    records.approve(approval)
    assert records.approval(7, approval.digest) == approval
    assert records.approval(8, approval.digest) is None
    assert records.approval(7, "sha256:" + "b" * 64) is None


def test_the_last_result_of_another_head_tells_what_was_fixed_since(records: Records) -> None:
    assert records.last_result(7, 1) is None
    for head in "abc":
        records.remember(7, 1, Result(head, f'"{head}"'))
        time.sleep(0.002)
    records.remember(7, 2, Result("z", "{}"))
    assert records.last_result(7, 1) == Result("c", '"c"')
    assert records.last_result(7, 1, other_than="c") == Result("b", '"b"')
    records.remember(7, 1, Result("c", '"again"'))
    assert records.last_result(7, 1) == Result("c", '"again"')


def test_results_are_bounded_in_size_and_number(database: Database) -> None:
    records = StoredRecords(database.engine)
    with pytest.raises(ValueError, match="characters"):
        records.remember(7, 1, Result("a", "x" * (LONGEST_RESULT + 1)))
    for number in range(30):
        records.remember(7, 1, Result(f"{number:02}", "{}"))
    with database.engine.begin() as connection:
        assert connection.exec_driver_sql("select count(*) from results").scalar_one() == 10
