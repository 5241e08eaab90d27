"""What a district decided: a pack and a file -> outcomes, explanations, cohorts, findings.

Pure values, from `domain` alone; nothing of storage, proofs, or words for people.
Read `packs`, then `conditions`, `projections`, `explanations`, `cohorts`, `findings`.
"""
