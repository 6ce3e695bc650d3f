"""What the service holds and how it answers, in the text form that Prometheus reads.

What is counted in the store is the same whichever process is asked. Requests are counted where they
are answered: with several processes, prometheus-client adds them up through the files of the folder
that PROMETHEUS_MULTIPROC_DIR names.
"""

import os
from collections.abc import Iterator

from flask import Blueprint, Response, current_app
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from timeline.core.errors import StoreUnavailable
from timeline.store import counts
from timeline.web.health import LATE
from timeline.web.services import Services, services

blueprint = Blueprint("metrics", __name__)

_KEY = "timeline.metrics"
_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_PRIVATE = "subscribe_feed.open_private"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Meters:
    """What this process counts of its requests: how long they took, and how often feeds were read.

    A feed that its reader has already answers 304, and counts.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "timeline_request_seconds",
            "Seconds until the headers of an answer, by endpoint.",
            ("endpoint", "method", "status"),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self.feeds = Counter(
            "timeline_feed_hits",
            "Answers of calendars and other feeds.",
            ("feed", "status"),
            registry=self.registry,
        )


class Held(Collector):
    """What the store holds now; `timeline_database_up` alone where it cannot be asked."""

    def __init__(self, ours: Services) -> None:
        self._ours = ours

    def collect(self) -> Iterator[Metric]:
        """The figures of one moment."""
        try:
            with self._ours.database.read() as session:
                held = counts.count(session, self._ours.now(), late=LATE)
        except StoreUnavailable:
            yield _gauge("timeline_database_up", "1 where the store can be asked.", 0)
            return
        yield _gauge("timeline_database_up", "1 where the store can be asked.", 1)
        yield _gauge("timeline_articles", "Articles in the store.", held.articles)
        yield _gauge("timeline_events", "Events that are shown.", held.events)
        reminders = GaugeMetricFamily(
            "timeline_reminders",
            "Reminders in the outbox; late ones are due, due ones wait.",
            labels=("state",),
        )
        for state in ("waiting", "due", "late", "sent", "given_up"):
            reminders.add_metric((state,), getattr(held, state))
        yield reminders
        if held.beat_at is not None:
            at = held.beat_at.timestamp()
            yield _gauge("timeline_scheduler_beat_timestamp_seconds", "The last beat.", at)


@blueprint.get("/metrics")
def show() -> Response:
    """The figures as text."""
    registry = CollectorRegistry()
    registry.register(Held(services()))
    held = generate_latest(registry)
    folder = os.environ.get(_SHARED)
    if folder:
        shared = CollectorRegistry()
        MultiProcessCollector(shared, folder)  # type: ignore[no-untyped-call]  # as it comes
        return Response(held + generate_latest(shared), content_type=CONTENT_TYPE_LATEST)
    return Response(held + generate_latest(_meters().registry), content_type=CONTENT_TYPE_LATEST)


def observe(endpoint: str, method: str, status: int, seconds: float) -> None:
    """Count an answer of this process."""
    meters = _meters()
    meters.seconds.labels(endpoint, method, str(status)).observe(seconds)
    is_feed = endpoint.startswith("feed.") or endpoint == _PRIVATE
    if is_feed and method == "GET" and status in {200, 304}:
        meters.feeds.labels(endpoint, str(status)).inc()


def _meters() -> Meters:
    found: Meters | None = current_app.extensions.get(_KEY)
    if found is None:
        found = current_app.extensions.setdefault(_KEY, Meters())
    return found


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)
