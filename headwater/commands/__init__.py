"""The house's own subcommands of `headwater`; capabilities and the desk register theirs likewise.

A module of subcommands has one function, `register(subparsers)`, which adds its parsers and sets
for each `run`, a function that takes the parsed arguments and returns the exit code, one of those
in `headwater.console`. Data go to stdout, all else to stderr. Whatever touches rows does so within
`handling.acting` under a declared purpose.
"""
