"""Measurements: each figure beside its baseline, taken in the same run on the same machine.

`make bench` makes a home of its own, fills it, measures, prints one Markdown table and writes it to
docs/bench.md. Times are medians; whatever is compared is measured turn by turn, so that a busy
moment of the machine touches both.
"""
