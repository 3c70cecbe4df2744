"""What can be counted, for Prometheus: how much came in and went out, how long it took, what failed. No
label names a person.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._received = Counter(
            "taalwijzer_updates", "Updates taken in", ["source", "kind"], registry=self.registry
        )
        self._sent = Counter(
            "taalwijzer_messages", "Messages that ended", ["channel", "status"], registry=self.registry
        )
        self._turn = Histogram(
            "taalwijzer_commit_seconds",
            "From receiving an update to its commit",
            buckets=SECONDS,
            registry=self.registry,
        )
        self._events = Counter(
            "taalwijzer_events", "What happened in conversations", ["event"], registry=self.registry
        )
        self._oldest = Gauge(
            "taalwijzer_oldest_unsent_seconds", "Age of the oldest message due", registry=self.registry
        )

        self._waiting = Gauge(
            "taalwijzer_people_waiting",
            "Sign-ups and tasks that wait for a person, at most 10000",
            ["kind"],
            registry=self.registry,
        )
        self._waiting_seconds = Gauge(
            "taalwijzer_people_waiting_oldest_seconds",
            "How long the first of them waits",
            ["kind"],
            registry=self.registry,
        )

    def received(self, source: str, kind: str) -> None:
        self._received.labels(source, kind).inc()

    def sent(self, channel: str, status: str) -> None:
        self._sent.labels(channel, status).inc()

    def committed(self, seconds: float) -> None:
        self._turn.observe(seconds)

    def happened(self, event: str) -> None:
        self._events.labels(event).inc()

    def oldest_unsent(self, seconds: float) -> None:
        self._oldest.set(seconds)

    def people_waiting(self, kind: str, count: int, *, oldest_seconds: float) -> None:
        """`kind` is "sign_ups" or "tasks"."""
        self._waiting.labels(kind).set(count)
        self._waiting_seconds.labels(kind).set(oldest_seconds)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
