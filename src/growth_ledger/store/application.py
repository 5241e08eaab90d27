"""The ledger as an application of eventsourcing, for the library's followers and projections.

`LedgerApplication(env={"GROWTH_LEDGER_URL": "growth-ledger.db"})` is the ledger in that file.
Its notification log is the ledger's log and its repository folds the ledger's streams. It does not
save: that would go past the refusals, which the ledger's own `record` asks first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol, MutableOrImmutableAggregate
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    InfrastructureFactoryError,
    Mapper,
    NotSupportedError,
    ProcessRecorder,
    Recorder,
    Recording,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic

from growth_ledger.errors import LedgerError
from growth_ledger.store.ledgers import open_store
from growth_ledger.store.mapper import LedgerMapper
from growth_ledger.store.recorder import LedgerRecorder, StreamRecorder

URL_VARIABLE: Final = "GROWTH_LEDGER_URL"
BY_VARIABLE: Final = "GROWTH_LEDGER_BY"
_NOBODY: Final = "eventsourcing"


class LedgerFactory(InfrastructureFactory[TrackingRecorder]):
    """Recorders on the ledger that the environment names; it must be there already."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        address = self.env.get(URL_VARIABLE)
        if address is None:
            msg = f"{URL_VARIABLE} does not say where the ledger is"
            raise InfrastructureFactoryError(msg)
        try:
            self.store = open_store(address, clock=lambda: datetime.now(UTC))
        except LedgerError as error:
            raise InfrastructureFactoryError(str(error)) from error
        self._recorded_by = self.env.get(BY_VARIABLE, _NOBODY)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Only for events: a ledger has no snapshots, which would be a second truth."""
        if purpose != "events":
            msg = f"a ledger does not keep {purpose}"
            raise InfrastructureFactoryError(msg)
        return StreamRecorder(self.store, recorded_by=self._recorded_by)

    def application_recorder(self) -> ApplicationRecorder:
        """The streams and the log."""
        return LedgerRecorder(self.store, recorded_by=self._recorded_by)

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> TrackingRecorder:
        """The class given, or named by the environment, or the ledger's own."""
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        chosen: type[Recorder] = LedgerRecorder
        if tracking_recorder_class is not None:
            chosen = tracking_recorder_class
        elif topic:
            chosen = resolve_topic(topic)
        if not issubclass(chosen, LedgerRecorder):
            msg = f"{chosen.__name__} is no {LedgerRecorder.__name__}"
            raise InfrastructureFactoryError(msg)
        return chosen(self.store, recorded_by=self._recorded_by)

    def process_recorder(self) -> ProcessRecorder:
        """The streams, the log and the tracking."""
        return LedgerRecorder(self.store, recorded_by=self._recorded_by)

    def close(self) -> None:
        """The ledger's connections are closed."""
        self.store.close()


class LedgerApplication(Application[str]):
    """The ledger to be followed, projected and folded; events come as `Recorded`."""

    def construct_factory(self, env: Environment) -> LedgerFactory:
        """The ledger's own, whatever persistence module the environment names."""
        return LedgerFactory(env)

    def construct_mapper(self) -> Mapper[str]:
        """The closed table of kinds."""
        return LedgerMapper(self.construct_transcoder())

    def save(
        self,
        *objs: MutableOrImmutableAggregate[str] | DomainEventProtocol[str] | None,
        **kwargs: Any,  # noqa: ANN401 - the library's signature.
    ) -> list[Recording[str]]:
        """Always refused.

        Raises:
            NotSupportedError: Whatever is given.
        """
        del objs, kwargs
        msg = "a ledger records through its own commands, which first say why not"
        raise NotSupportedError(msg)
