"""The house's own subcommands of `headwater`; capabilities and the desk register theirs likewise.

A module of subcommands has one function, `register(subparsers)`, which adds its parsers and sets
for each `run`, a function that takes the parsed arguments and returns the exit code: 0 done,
1 a check found something, 2 wrong use or input, 3 could not run. Data go to stdout, all else to
stderr. Whatever touches rows does so within `handling.acting` under a declared purpose.
"""

DONE = 0
FOUND = 1
WRONG_USE = 2
COULD_NOT_RUN = 3
