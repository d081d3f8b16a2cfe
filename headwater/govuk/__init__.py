"""The page kit: the Design System's components in Headwater's own dress.

It draws pages, forms, lists, records and charts, and knows no word of the field that it serves:
no model, no role and no rule is named here. Read ``README.md`` beside this file for its face.
"""
