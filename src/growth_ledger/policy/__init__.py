"""What a district decided: a pack and a file -> outcomes, explanations, cohorts, findings.

Pure values, from `domain` alone; nothing of storage, proofs, or words for people.
Read `packs`, then `conditions`, `projections`, `explanations`, `causes`, `cohorts`,
`findings`; `pack_faults` and `cases` look after packs, `read_model` says what is stored of a file.
"""
