"""The ledger through eventsourcing: followed, projected and folded like any other log."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import (
    InfrastructureFactoryError,
    IntegrityError,
    MapperDeserialisationError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import ApplicationSubscription, Projection, ProjectionRunner
from tests.store.drafts import career, moved, opened, record

from growth_ledger.domain.events import Recorded, SchoolChanged
from growth_ledger.store import Store, open_store
from growth_ledger.store.application import URL_VARIABLE, LedgerApplication, LedgerFactory
from growth_ledger.store.mapper import LedgerMapper
from growth_ledger.store.recorder import LedgerNotification, LedgerRecorder


@pytest.fixture
def application(store: Store, address: str) -> Iterator[LedgerApplication]:
    """The ledger of `store`, which is empty, as an application."""
    del store  # Made, which is what was asked of it.
    with LedgerApplication(env={URL_VARIABLE: address}) as made:
        yield made


class SchoolsView(POPOTrackingRecorder):
    """How many events name each school, kept in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.moves: dict[str, int] = {}

    def count(self, school: str, tracking: Tracking) -> None:
        with self._database_lock:
            self._insert_tracking(tracking)
            self.moves[school] = self.moves.get(school, 0) + 1


class SchoolsProjection(Projection[SchoolsView]):
    """Counts arrivals."""

    topics = ("school-changed",)

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        assert isinstance(domain_event, Recorded)
        assert isinstance(domain_event.event, SchoolChanged)
        self.view.count(domain_event.event.school, tracking)


def test_a_projection_of_the_library_reads_the_ledger(store: Store, address: str) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 4))

    with ProjectionRunner(
        application_class=LedgerApplication,
        projection_class=SchoolsProjection,
        view_class=SchoolsView,
        env={URL_VARIABLE: address},
    ) as runner:
        with store.writing() as writing:
            record(writing, [moved("T1", 5, "S2")])
        runner.wait(5, timeout=10)
        moves = dict(runner.projection.view.moves)

    assert moves == {"S1": 3, "S2": 1}


def test_a_subscription_gets_what_is_recorded_while_it_waits(
    store: Store, application: LedgerApplication
) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 2))
    received: list[tuple[Recorded, Tracking]] = []

    with ApplicationSubscription(application, gt=1) as subscription:

        def receive() -> None:
            received.extend(itertools.islice(subscription, 3))  # type: ignore[arg-type] # The mapper gives `Recorded`.

        waiting = threading.Thread(target=receive)
        waiting.start()
        with store.writing() as writing:
            record(writing, [moved("T1", 3), moved("T1", 4)])
        waiting.join(timeout=10)

    assert [recorded.position for recorded, _ in received] == [2, 3, 4]
    assert [tracking.notification_id for _, tracking in received] == [2, 3, 4]


def test_the_repository_folds_a_stream(store: Store, application: LedgerApplication) -> None:
    with store.writing() as writing:
        record(writing, [opened("T1"), moved("T1", 2, "S2"), moved("T1", 3, "S3")])

    def fold(_: object, events: Iterator[Recorded]) -> list[tuple[int, str]]:
        return [(recorded.version, recorded.event.kind) for recorded in events]

    folded = application.repository.get("teacher/T1", projector_func=fold)  # type: ignore[type-var, arg-type] # Any fold will do, of any result.

    assert folded == [(1, "file-opened"), (2, "school-changed"), (3, "school-changed")]
    with pytest.raises(AggregateNotFoundError):
        application.repository.get("teacher/T2")


def test_events_come_without_personal_values(store: Store, application: LedgerApplication) -> None:
    with store.writing() as writing:
        record(writing, career("T1", 3))

    found = list(application.events.get("teacher/T1"))

    with store.reading() as reading:
        assert found == reading.stream("teacher/T1", personal=False)


def test_what_the_mapper_stores_is_the_statement(store: Store) -> None:
    drafts = career("T1", 3)
    with store.writing() as writing:
        record(writing, drafts)
    with store.reading() as reading:
        recorded = reading.stream("teacher/T1")

    stored = [LedgerMapper(None).to_stored_event(one) for one in recorded]  # type: ignore[arg-type] # Never asked.

    assert [one.state for one in stored] == [draft.statement for draft in drafts]
    assert [one.originator_version for one in stored] == [1, 2, 3]
    with pytest.raises(TypeError):
        LedgerMapper(None).to_stored_event(object())  # type: ignore[arg-type] # That is the point.


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("os:system", b'{"event_id":"","fields":{},"kind":"os:system"}'),
        ("school-changed", b"{}"),
        (
            "school-changed",
            b'{"event_id":"00000000-0000-5000-8000-000000000000","fields":{},"kind":"school-changed"}',
        ),
    ],
    ids=["a topic that names code", "no statement", "a field missing"],
)
def test_the_mapper_makes_nothing_of_what_is_no_event(kind: str, state: bytes) -> None:
    stored = LedgerNotification(
        originator_id="teacher/T1",
        originator_version=1,
        topic=kind,
        state=state,
        id=1,
        recorded_at=0,
        recorded_by="tester",
    )

    with pytest.raises(MapperDeserialisationError):
        LedgerMapper(None).to_domain_event(stored)  # type: ignore[arg-type] # Never asked.


def test_the_application_does_not_save_past_the_refusals(application: LedgerApplication) -> None:
    with pytest.raises(NotSupportedError):
        application.save()


def test_a_ledger_keeps_no_snapshots(application: LedgerApplication) -> None:
    with pytest.raises(InfrastructureFactoryError, match="snapshots"):
        application.factory.aggregate_recorder(purpose="snapshots")


def test_a_tracking_recorder_that_is_none_of_the_ledgers_is_refused(
    application: LedgerApplication,
) -> None:
    with pytest.raises(InfrastructureFactoryError, match="POPOTrackingRecorder"):
        application.factory.tracking_recorder(POPOTrackingRecorder)


def test_an_application_does_not_make_a_ledger(address: str) -> None:
    with pytest.raises(InfrastructureFactoryError, match="ledger-missing"):
        LedgerFactory({URL_VARIABLE: address})
    with pytest.raises(InfrastructureFactoryError, match=URL_VARIABLE):
        LedgerFactory({})


def test_a_recorded_statement_is_found_by_its_event_id(store: Store) -> None:
    [draft] = career("T1", 1)
    recorder = LedgerRecorder(store, recorded_by="follower")
    stored = StoredEvent(draft.stream, draft.version, draft.kind, draft.statement)

    recorder.insert_events([stored])

    assert draft.event_id is not None
    with store.reading() as reading:
        found = reading.by_event_id([draft.event_id])[draft.event_id]
    assert (found.stream, found.recorded_by) == ("teacher/T1", "follower")
    with pytest.raises(IntegrityError):
        recorder.insert_events([stored])


def test_a_notification_is_equal_to_the_event_that_was_put_in(store: Store) -> None:
    stored = StoredEvent("teacher/T1", 1, "topic", b"state")
    recorder = LedgerRecorder(store)
    recorder.insert_events([stored])

    [selected] = recorder.select_events("teacher/T1")
    [notification] = recorder.select_notifications(None, 10)

    assert selected == stored == notification
    assert len({selected, notification}) == 1
    assert selected != StoredEvent("teacher/T1", 1, "topic", b"other")
    with pytest.raises(ProgrammingError):
        recorder.insert_events([StoredEvent("teacher/T1", -1, "topic", b"state")])


def test_two_processors_do_not_record_the_same_tracking(store: Store, address: str) -> None:
    recorders = [LedgerRecorder(store), LedgerRecorder(open_store(address, clock=_now))]
    recorded: list[int] = []
    refused: list[int] = []
    together = threading.Barrier(2)

    def follow(recorder: LedgerRecorder) -> None:
        for position in range(1, 51):
            together.wait()
            try:
                recorder.insert_tracking(Tracking("upstream", position))
            except IntegrityError:
                refused.append(position)
            else:
                recorded.append(position)

    threads = [threading.Thread(target=follow, args=[recorder]) for recorder in recorders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorders[1].store.close()

    assert recorded == refused == list(range(1, 51))


def test_a_ledger_that_is_gone_is_told_in_the_librarys_words(
    store: Store, application: LedgerApplication
) -> None:
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE head")

    with pytest.raises(OperationalError):
        application.recorder.max_notification_id()


def _now() -> datetime:
    return datetime.now(UTC)
