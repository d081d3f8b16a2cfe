"""The desk: what stands on top of the capabilities. Home, search, people, the trail, personas.

It also shows the kernel's nouns that have no pages of their own: actions, bodies and meetings.
A capability that is on adds to it by modules of these names, each looked for and none needed:
``navigation`` (``items(request)``: links around the page), ``work`` (``items(person)``: what
waits; ``sentences(person)``: what nobody is there to fulfil) and ``places`` (``PLACES``: where
each kind of record has its page; ``published()``: what everybody may read).
"""
