-- Crash reports after scrubbing, as SQLite: a stand-in for Sentry's API.

CREATE TABLE events (
    event_id        TEXT NOT NULL PRIMARY KEY,
    level           TEXT NOT NULL,
    message         TEXT NOT NULL,
    stack_trace     TEXT NOT NULL,
    request_context TEXT NOT NULL,
    received_at     TEXT NOT NULL
);
