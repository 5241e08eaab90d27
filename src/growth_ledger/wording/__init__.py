"""Every label and message of the program, in English and Chinese; two languages stand side by side.

It knows keys and what fills them in, never where a value came from: it imports the error tree and
`domain.days` at most, and costs `--help` a millisecond. Read `texts` first (the one look-up), then the tables
`screens`, `events`, `codes`, `conditions`, `answers`, `desk`, `papers`, `proofs`, `errors`, `signs`; `messages` and
`explanations` make sentences of them. Labels of outcomes, tiers and of a pack's own codes come from the packs.
"""

from growth_ledger.wording.signs import NONE
from growth_ledger.wording.texts import (
    Lang,
    also_written,
    condition_label,
    field_help,
    field_label,
    has,
    in_each_language,
    kind_help,
    kind_label,
    label_of_code,
    label_of_value,
    text,
)

__all__ = [
    "NONE",
    "Lang",
    "also_written",
    "condition_label",
    "field_help",
    "field_label",
    "has",
    "in_each_language",
    "kind_help",
    "kind_label",
    "label_of_code",
    "label_of_value",
    "text",
]
