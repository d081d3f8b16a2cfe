"""The kernel: six nouns on which every capability stands.

people       areas, organisations, posts, persons, roles and memberships
frameworks   versioned packs of lists, scales and rules
audit        the trail: what was done, by whom, sealed so that a change shows
handling     records, labels and the doors through which they are read
actions      what somebody agreed to do, by when, and who checks it
meetings     bodies, their meetings, items and decisions

No page and no request lives here. Imports point from the last noun to the first.
"""
