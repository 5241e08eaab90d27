"""Stored events to domain events by a closed table.

The library's own mapper imports whatever module a stored topic names, so that a changed row could
run code, and makes pydantic models without validating them. Here a topic is a kind, looked up among
the kinds that there are, and what is read is validated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    Mapper,
    MapperDeserialisationError,
    StoredEvent,
)

from growth_ledger.domain.events import Recorded, decode, fields_of
from growth_ledger.errors import LedgerError
from growth_ledger.proof.canonical import parts_of_statement, statement
from growth_ledger.store.reading import moment_of
from growth_ledger.store.recorder import LedgerNotification


class LedgerMapper(Mapper[str]):
    """Between `Recorded` and the statements that are stored; personal values stay behind."""

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The event's statement under its kind.

        Raises:
            TypeError: It is no `Recorded`.
        """
        if not isinstance(domain_event, Recorded):
            msg = f"a ledger keeps {Recorded.__name__}, not {type(domain_event).__name__}"
            raise TypeError(msg)
        said = domain_event.event
        kind: str = cast("Any", said).kind
        fields: Mapping[str, Any] = fields_of(said)
        return StoredEvent(
            originator_id=domain_event.stream,
            originator_version=domain_event.version,
            topic=kind,
            state=statement(event_id=domain_event.event_id, kind=kind, fields=fields),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        """The event with what the ledger added, without its personal values.

        Raises:
            MapperDeserialisationError: It was not read from a ledger, is of no known kind, or is
                not what its kind asks for.
        """
        stream, kind = stored_event.originator_id, stored_event.topic
        if not isinstance(stored_event, LedgerNotification) or not isinstance(stream, str):
            msg = f"an event of {stream} was not read from a ledger's streams"
            raise MapperDeserialisationError(msg)
        try:
            event_id, fields = parts_of_statement(stored_event.state, kind)
            recorded = Recorded(
                position=stored_event.id,
                stream=stream,
                version=stored_event.originator_version,
                event_id=event_id,
                recorded_at=moment_of(stored_event.recorded_at),
                recorded_by=stored_event.recorded_by,
                event=decode(kind, stream, fields),
            )
        except (LedgerError, ValueError, LookupError) as error:
            msg = f"event {stored_event.id} of {stream} is not what its kind {kind} asks for"
            raise MapperDeserialisationError(msg) from error
        return cast("DomainEventProtocol[str]", recorded)
