"""How fast the ledger is, as ratios: each piece of work beside a yardstick, measured in one run.

`rounds` measures and compares, `places` makes the ledgers that are measured on, `yardsticks` are the
other programs, `pieces` the work that is timed, `rows` the table. Nothing here is shipped.
"""
