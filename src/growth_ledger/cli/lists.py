"""Lists: of which place, and in which form they are put out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from growth_ledger.cli.commands import option
from growth_ledger.cli.completing import from_ledger
from growth_ledger.cli.papers import PAPER_FORMATS, put_paper
from growth_ledger.cli.questions import print_basis, print_csv, print_json
from growth_ledger.reports.printing import print_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from growth_ledger.ledger.views import View
    from growth_ledger.reports.papers import Paper
    from growth_ledger.reports.printing import Grid

F = TypeVar("F", bound=Callable[..., Any])


def place_options(function: F) -> F:
    """`--district` and `--school`, which narrow a list of people."""
    for decorator in (
        option("--school", said="option.school", shell_complete=from_ledger("school")),
        option("--district", said="option.district", shell_complete=from_ledger("district")),
    ):
        function = decorator(function)
    return function


def check_found(view: View, rows: Sequence[object], options: Mapping[str, Any]) -> None:
    """Nothing, where there are rows, or the place that has none is known.

    Raises:
        MissingError: `no-such-district` or `no-such-school`.
    """
    from growth_ledger.ledger.files import check_place

    if not rows:
        check_place(view, district=options.get("district"), school=options.get("school"))


def put_rows(
    rows: Sequence[Mapping[str, Any]],
    view: View,
    *,
    form: str,
    grid: Callable[[], Grid],
    keys: Sequence[str] = (),
    paper: Callable[[], Paper] | None = None,
    out: str | None = None,
    basis: str | None = None,
    clocks: str = "",
) -> None:
    """The rows in the form asked for, and what they rest on.

    Args:
        rows: As JSON has them.
        view: What was asked.
        form: The format asked for.
        grid: Makes the table.
        keys: Of the columns of CSV, in their order.
        paper: Makes the page or the workbook.
        out: The file in which that is written.
        basis: The answer's own; else that of the whole view.
        clocks: As for `print_basis`.
    """
    if form == "json":
        print_json(rows)
    elif form == "csv":
        print_csv(rows, keys)
    elif form in PAPER_FORMATS:
        assert paper is not None
        put_paper(paper(), form=form, out=out)
    else:
        print_grid(grid())
    print_basis(view, basis, aside=form != "table", clocks=clocks)
