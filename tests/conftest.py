"""What holds for every test."""

from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the law holds.
settings.register_profile("growth-ledger", deadline=None, print_blob=True)
settings.load_profile("growth-ledger")
