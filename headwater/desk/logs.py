"""What the log keeps of a request: never the token of a partner's link."""

import logging
from urllib.parse import quote


class WithoutTokens(logging.Filter):
    """Leaves the token out of a line that names the address of a page behind a link.

    Django logs the address of every request that was not simply answered, a form with a mistake
    among them; the link still opens its act then, for whoever reads the log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        token = match.kwargs.get("token") if match else None
        if token:
            line = record.getMessage()
            for written in (token, quote(token)):
                line = line.replace(written, "[token]")
            record.msg, record.args = line, ()
        return True
