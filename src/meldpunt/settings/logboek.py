"""Logging without personal data: lines say what happened to which row, never about whom."""

from __future__ import annotations

import re
from typing import Any

import structlog

from meldpunt.rules.persoonsgegevens import list_vertrouwelijk
from meldpunt.settings.databasefouten import drop_values

# What must not stand in a log, whoever writes the line: every declared column about somebody, and what cells of a
# delivery, forms and headers call the same things.
PERSONAL = list_vertrouwelijk() | {
    "bsn", "voornamen", "adres", "huisletter", "huisnummertoevoeging", "code", "password", "wachtwoord", "token",
    "cookie", "authorization", "session_key", "session_data",
}  # fmt: skip

# The short link of a letter holds the code of a resident; Django names the address of whatever it refuses.
_LINK = re.compile(r"(?<!\w)r/[^\s/?\"'<>]+")


def drop_links(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Blank the codes in short links, wherever they stand in a line."""
    return {
        key: _LINK.sub("r/[weggelaten]", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def drop_personal(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Blank the values of fields about people."""
    return {key: "[weggelaten]" if key in PERSONAL else value for key, value in event.items()}


def drop_details(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Cut what the database adds to an error: the value, the key and the row it quotes are somebody's."""
    return {key: drop_values(value) if isinstance(value, str) else value for key, value in event.items()}


def logging_config(*, json: bool, level: str = "INFO") -> dict[str, Any]:
    """Return LOGGING, and point structlog at the same output."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_personal,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    # Never the console's own way of showing an error: it prints every local variable, whole deliveries.
    steps = [
        structlog.processors.format_exc_info,
        drop_details,
        drop_links,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        last,
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": steps,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"regel": formatter},
        "handlers": {"uit": {"class": "logging.StreamHandler", "formatter": "regel"}},
        "root": {"handlers": ["uit"], "level": level},
        # Django's own output would come twice; and queries would show the values people delivered.
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django.db.backends": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }
