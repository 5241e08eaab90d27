"""Answers -> table, JSON, CSV, workbook, picture, HTML, PDF: what a person or a program reads.

It knows answers and words, never how an answer was found. Read `labels` (codes to words), `tables`
(what stands in which column), then `printing` (screens and programs; `layout` says where lines are broken) and
`papers` (the rest); `errors` does the same for errors.
"""
