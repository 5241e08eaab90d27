"""Made-up careers and a small shaped demonstration, as JSON-ready events, for trials and tests.

This floor knows the words of `domain` and what the shipped packs ask for; it reads no ledger and no
clock: today comes in as an argument, chance from a seed. Read `places` first, then `careers`; `demo`
is shaped by hand.
"""

from growth_ledger.samples.careers import sample_events
from growth_ledger.samples.demo import DEMO, demo_events

__all__ = ["DEMO", "demo_events", "sample_events"]
