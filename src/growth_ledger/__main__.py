"""`python -m growth_ledger`: the same as the command `growth-ledger`."""

from growth_ledger.cli import main

if __name__ == "__main__":
    main()
