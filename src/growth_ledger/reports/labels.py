"""Codes to words: the program's own from `wording`, a pack's from the pack.

A code without a label is shown as it is, so an old ledger can be read by a new program and the
other way round.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from growth_ledger.wording import has, label_of_value, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sized

    from growth_ledger.ledger.answers import Judges
    from growth_ledger.policy.packs import Label, Pack
    from growth_ledger.wording import Lang


@dataclass(frozen=True, slots=True)
class Labels:
    """The words for codes in one language.

    Attributes:
        lang: The language.
        packs: By id, the packs whose own codes may appear; what several have is named by the first.
    """

    lang: Lang
    packs: Mapping[str, Pack]

    @classmethod
    def of(cls, packs: Iterable[Pack], lang: Lang) -> Labels:
        """The labels of these packs; of several with one id the first counts."""
        by_id: dict[str, Pack] = {}
        for pack in packs:
            by_id.setdefault(pack.policy, pack)
        return cls(lang, by_id)

    def by(self, policy: str | None) -> Labels:
        """The labels as the policy's pack words them: two districts may give one code two names."""
        pack = self.packs.get(policy or "")
        if pack is None:
            return self
        return Labels(self.lang, {pack.policy: pack, **self.packs})

    def by_most(self, policies: Iterable[str | None]) -> Labels:
        """The labels as the pack words them that judged most rows of a list."""
        counts = Counter(policies)
        return self if not counts else self.by(counts.most_common(1)[0][0])

    def say(self, key: str, /, **values: object) -> str:
        """The text of a key."""
        return text(key, self.lang, **values)

    def heads(self, *names: str) -> list[str]:
        """The headings of columns."""
        return [self.say(f"head.{name}") for name in names]

    def listed(self, words: Iterable[str]) -> str:
        """Words in one line."""
        return self.say("joint.list").join(words)

    def stated(self, statements: Iterable[str]) -> str:
        """In one line what may hold a list of its own."""
        return self.say("joint.statement").join(statements)

    def field(self, label: str, value: str) -> str:
        """A value and what it is the value of."""
        return self.say("joint.field", label=label, value=value)

    def yes_or_no(self, holds: bool) -> str:  # noqa: FBT001 - the value that is said.
        """Whether it is so."""
        return self.say("say.yes" if holds else "say.no")

    def or_none(self, value: object) -> str:
        """The value, or the sign for none where there is none."""
        return self.say("say.none") if value is None or value == "" else str(value)

    def or_open(self, day: str | None) -> str:
        """The last day, or that there is none yet."""
        return self.say("say.open") if day is None else day

    def counted(self, rows: Sized, *, each: Iterable[str] = ()) -> str:
        """How many rows a list has; and of each sort of row, most first, where they are of several."""
        count = len(rows)
        if not count:
            return self.say("say.nothing")
        sorts = Counter(each).most_common()
        if len(sorts) > 1:
            told = " · ".join(f"{sort} {number}" for sort, number in sorts)
            return self.say("say.count_each", count=count, sorts=told)
        return self.say("say.count" if count > 1 else "say.count_single", count=count)

    def of_policy(self, policy: str | None) -> str:
        """The policy's name."""
        pack = self.packs.get(policy or "")
        return self.or_none(policy) if pack is None else self.of_label(pack.model.label)

    def projection_named(self, said: str) -> str:
        """The projection or tier of that code or label; as it was said where none is, or several are."""
        return _meant(
            said,
            (
                (code, one.label)
                for pack in self.packs.values()
                for named in (pack.model.projections, pack.model.cohort_tiers)
                for code, one in named.items()
            ),
        )

    def know(self, said: str) -> bool:
        """Whether a pack has a projection or tier of that code or label."""
        named = self.projection_named(said)
        return any(named in (*pack.projections, *pack.tiers) for pack in self.packs.values())

    def outcomes_named(self, projection: str, said: Iterable[str]) -> list[str]:
        """The outcomes of these codes or labels, each as `projection_named`."""
        tables = [pack.model.projections.get(projection) for pack in self.packs.values()]
        outcomes = [one for table in tables if table is not None for one in table.outcomes]
        return [_meant(name, ((one.outcome, one.label) for one in outcomes)) for name in said]

    def of_projection(self, name: str) -> str:
        """The projection's name, by the first pack that has it."""
        for pack in self.packs.values():
            projection = pack.model.projections.get(name)
            if projection is not None:
                return self.of_label(projection.label)
        return self.of_tier(name)

    def of_outcome(self, projection: str, outcome: str | None, policy: str | None = None) -> str:
        """The outcome's name, by the policy's pack or the first one that has it."""
        if outcome is None:
            return self.say("say.none")
        for pack in self.by(policy).packs.values():
            table = pack.model.projections.get(projection)
            if table is not None:
                for one in table.outcomes:
                    if one.outcome == outcome:
                        return self.of_label(one.label)
        # That of a cohort's tier is nobody's own.
        return self.of_word("outcome", outcome)

    def of_crossing(
        self, projection: str, before: str | None, after: str | None, judges: Judges
    ) -> str:
        """From which outcome to which one, by the policies that judged the one and the other."""
        was, now = judges
        return f"{self.of_outcome(projection, before, was)} → {self.of_outcome(projection, after, now)}"

    def of_tier(self, tier: str) -> str:
        """The cohort tier's name, by the first pack that has it."""
        for pack in self.packs.values():
            if tier in pack.model.cohort_tiers:
                return self.of_label(pack.model.cohort_tiers[tier].label)
        return tier

    def of_value(self, kind: str | None, field: str, value: object) -> str:
        """A field's value in words."""
        if isinstance(value, bool):
            return self.yes_or_no(value)
        said = str(value)
        if field == "tier":
            return self.of_tier(said)
        found = label_of_value(kind, field, said, self.lang)
        if found is not None:
            return found
        for pack in self.packs.values():
            added = pack.model.vocabulary
            for codes in (added.titles, added.awards, added.allowances):
                if said in codes:
                    return self.of_label(codes[said])
        return said

    @property
    def own_codes(self) -> dict[str, str]:
        """What the first pack that has it calls each code of its own: titles, awards, allowances, ladders, tiers."""
        found: dict[str, str] = {}
        for pack in reversed(list(self.packs.values())):
            added = pack.model.vocabulary
            for codes in (added.titles, added.awards, added.allowances):
                found.update((code, self.of_label(label)) for code, label in codes.items())
            for ladder, steps in pack.model.ladders.items():
                found[ladder] = self.of_label(steps.label)
            for tier, model in pack.model.cohort_tiers.items():
                found[tier] = self.of_label(model.label)
        return found

    def of_word(self, sort: str, code: str | None) -> str:
        """The word for a code of an answer: a `reason`, `status`, `cause`, `state`."""
        if code is None:
            return self.say("say.none")
        key = f"{sort}.{code}"
        return text(key, self.lang) if has(key) else code

    def of_words(self, sort: str, codes: Iterable[str]) -> str:
        """The same for several, in one line."""
        return self.or_none(self.listed(self.of_word(sort, code) for code in codes))

    def of_reasons_to_leave(
        self, reasons: Iterable[str], *, tier: str, policy: str | None, capacity: str
    ) -> str:
        """Why somebody must move out of a cohort of the tier, each with its clause where the pack says one."""
        found = self.packs.get(policy or "")
        judged = None if found is None else found.tiers.get(tier)
        clauses: dict[str, str] = {}
        if judged is not None:
            lead = capacity == "lead"
            said = judged.lead_must_move_out if lead else judged.member_must_move_out
            clauses = {one.reason: one.clause for one in said}
        return self.or_none(
            self.listed(
                self.say("say.with_clause", said=self.of_word("reason", code), clause=clauses[code])
                if code in clauses
                else self.of_word("reason", code)
                for code in reasons
            )
        )

    def of_label(self, label: Label) -> str:
        """A pack's own text."""
        return label.zh if self.lang == "zh" else label.en


def _meant(said: str, labelled: Iterable[tuple[str, Label]]) -> str:
    # Its module brings every kind of event along, and `--help` of a command has no time for that.
    from growth_ledger.intake.codebook import folded

    wanted = folded(said)
    codes = {code for code, label in labelled if wanted in map(folded, (code, label.zh, label.en))}
    return codes.pop() if len(codes) == 1 else said
