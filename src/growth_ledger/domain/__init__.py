"""What the words of the ledger mean: days, events, facts, a teacher's file.

Pure values: no clock, chance, file or database; nothing of policies, proofs or storage.
Read `days`, then `codes`, `events`, `naming`, `facts`, `refusals`, `timelines`, `surroundings`, `teacher_file`.
"""
