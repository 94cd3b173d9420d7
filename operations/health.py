"""The registry of health checks, which /health/ready, Prometheus and the status page run.

An app registers the checks of its own parts when Django starts, from `AppConfig.ready`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found.

    `value` is a number for machines, in the check's unit. `message` and `advice` are sentences
    for administrators. None of it is secret: /health/ready is public.
    """

    ok: bool
    value: float | None = None
    message: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A check's value in Prometheus: `factor` converts it to Prometheus's base units."""

    name: str
    documentation: str
    factor: float = 1


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the site. While an `essential` one fails, the site counts as down."""

    name: str
    label: str
    run: Callable[[], Result]
    gauge: Gauge | None = None
    essential: bool = False
    is_enabled: Callable[[], bool] = lambda: True


_checks: dict[str, Check] = {}


def register(name, label, **options):
    """Decorates the function that runs a check; `options` are further fields of `Check`."""

    def decorator(run):
        _checks[name] = Check(name, label, run, **options)
        return run

    return decorator


def run_checks():
    """All enabled checks with their results, in the order in which they were registered."""
    return [(check, run(check)) for check in _checks.values() if check.is_enabled()]


def run(check):
    """A check that raises fails."""
    try:
        return check.run()
    except Exception as error:
        logger.warning("The health check %s failed: %s", check.name, error)
        return Result(False)


def overall_status(results):
    """ "down" if an essential check fails, "degraded" if another does, else "ok"."""
    failing = [check for check, result in results if not result.ok]
    if any(check.essential for check in failing):
        return "down"
    return "degraded" if failing else "ok"
