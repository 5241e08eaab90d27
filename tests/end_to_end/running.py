"""The installed command as its users run it; in this process, so that hundreds of runs are quick."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result

from growth_ledger.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Command:
    """`growth-ledger` on one ledger."""

    url: str
    folder: Path
    lang: str = "en"
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, status: int = 0) -> Result:
        """The command's result, once its exit status is the one expected."""
        given = ["--ledger", self.url, "--by", "tester", "--lang", self.lang, *arguments]
        # What the program does not know shall fail a test, not be told in fair words.
        runner = CliRunner(env={"GROWTH_LEDGER_TRACEBACK": "1", **self.environment})
        result = runner.invoke(main, given, prog_name="growth-ledger")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            # What a user would see as a traceback.
            raise result.exception
        assert result.exit_code == status, (result.exit_code, result.output, result.exception)
        return result

    def json(self, *arguments: str, status: int = 0) -> Any:  # noqa: ANN401 - a JSON value.
        """The one JSON document that the command prints."""
        return json.loads(self.run(*arguments, status=status).stdout)

    def lines(self, name: str, *events: dict[str, Any]) -> str:
        """A file of events as JSON lines; its path."""
        path = self.folder / name
        text = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
        path.write_text(text, encoding="utf-8")
        return str(path)
