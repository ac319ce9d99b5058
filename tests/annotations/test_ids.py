"""Ids: never the same twice, and in the order they were made."""

from __future__ import annotations

import threading
import time
import uuid

from annotations.ids import ID, new_id


def test_an_id_is_a_uuid_of_version_7_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_sort_as_they_were_made() -> None:
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(made)
    assert len({*made}) == len(made)
    assert all(ID.fullmatch(each) for each in made)


def test_threads_never_share_an_id() -> None:
    made: list[list[str]] = [[] for _ in range(4)]

    def work(ids: list[str]) -> None:
        ids += [new_id() for _ in range(2_000)]

    threads = [threading.Thread(target=work, args=(ids,)) for ids in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each for ids in made for each in ids}) == 8_000
    assert all(ids == sorted(ids) for ids in made)
