"""The test cases that eventsourcing ships for recorders, on the ledger's tables in both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from eventsourcing.persistence import TrackingRecorder
from eventsourcing.tests import persistence as shipped
from eventsourcing.utils import Environment, get_topic

from growth_ledger.store import create_ledger, open_store
from growth_ledger.store.application import URL_VARIABLE, LedgerFactory
from growth_ledger.store.recorder import LedgerRecorder, StreamRecorder


class OnSQLite:
    """A ledger in a file of its own for each test."""

    @pytest.fixture(autouse=True)
    def _ledger(self, sqlite_address: str) -> None:
        self.address = sqlite_address
        create_ledger(sqlite_address, origin="growth-ledger/test")


class OnPostgreSQL:
    """A ledger in a schema of its own for each test."""

    @pytest.fixture(autouse=True)
    def _ledger(self, postgresql_address: str) -> None:
        self.address = postgresql_address
        create_ledger(postgresql_address, origin="growth-ledger/test")


class Streams:
    """Makes the recorder without a notification log."""

    address: str

    def create_recorder(self) -> StreamRecorder:
        store = open_store(self.address, clock=lambda: datetime.now(UTC))
        self.addCleanup(store.close)  # type: ignore[attr-defined] # Given by the test case.
        return StreamRecorder(store)


class Log:
    """Makes the recorder with everything."""

    address: str

    def create_recorder(self) -> LedgerRecorder:
        store = open_store(self.address, clock=lambda: datetime.now(UTC))
        self.addCleanup(store.close)  # type: ignore[attr-defined] # As above.
        return LedgerRecorder(store)


class TestStreamsOnSQLite(OnSQLite, Streams, shipped.AggregateRecorderTestCase):
    pass


class TestStreamsOnPostgreSQL(OnPostgreSQL, Streams, shipped.AggregateRecorderTestCase):
    pass


class TestLogOnSQLite(OnSQLite, Log, shipped.ApplicationRecorderTestCase[LedgerRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestLogOnPostgreSQL(OnPostgreSQL, Log, shipped.ApplicationRecorderTestCase[LedgerRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestTrackingOnSQLite(OnSQLite, Log, shipped.TrackingRecorderTestCase):
    pass


class TestTrackingOnPostgreSQL(OnPostgreSQL, Log, shipped.TrackingRecorderTestCase):
    pass


class TestProcessOnSQLite(OnSQLite, Log, shipped.ProcessRecorderTestCase):
    pass


class TestProcessOnPostgreSQL(OnPostgreSQL, Log, shipped.ProcessRecorderTestCase):
    pass


class TestOrderOnSQLite(OnSQLite, Log, shipped.NonInterleavingNotificationIDsBaseCase):
    pass


class TestOrderOnPostgreSQL(OnPostgreSQL, Log, shipped.NonInterleavingNotificationIDsBaseCase):
    pass


class OtherRecorder(LedgerRecorder):
    """A recorder of one's own, as a projection would bring."""


class Factory:
    """Which classes the factory is expected to make."""

    address: str

    def setUp(self) -> None:
        self.env = Environment(
            "ledger",
            {"PERSISTENCE_MODULE": LedgerFactory.__module__, URL_VARIABLE: self.address},
        )
        super().setUp()  # type: ignore[misc] # That of the test case.

    def expected_factory_class(self) -> type[LedgerFactory]:
        return LedgerFactory

    def expected_aggregate_recorder_class(self) -> type[StreamRecorder]:
        return StreamRecorder

    def expected_application_recorder_class(self) -> type[LedgerRecorder]:
        return LedgerRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return LedgerRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        assert get_topic(OtherRecorder)
        return OtherRecorder

    def expected_process_recorder_class(self) -> type[LedgerRecorder]:
        return LedgerRecorder


class TestFactoryOnSQLite(OnSQLite, Factory, shipped.InfrastructureFactoryTestCase[LedgerFactory]):
    pass


class TestFactoryOnPostgreSQL(
    OnPostgreSQL, Factory, shipped.InfrastructureFactoryTestCase[LedgerFactory]
):
    pass
