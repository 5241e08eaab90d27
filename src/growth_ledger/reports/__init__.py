"""Answers -> table, JSON, CSV: what a person or a program reads.

It knows answers and words, never how an answer was found. Read `labels` (codes to words), `tables`
(what stands in which column), then `printing` (the formats); `errors` does the same for errors.
"""
