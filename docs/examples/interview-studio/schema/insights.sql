-- Product events, as SQLite: a stand-in for PostHog's API. distinct_id is a cookie's identifier and no table ties it to an account.

CREATE TABLE events (
    uuid        TEXT NOT NULL PRIMARY KEY,
    distinct_id TEXT NOT NULL,
    event       TEXT NOT NULL,
    ip          TEXT,
    browser     TEXT,
    device_type TEXT,
    timestamp   TEXT NOT NULL
);
CREATE INDEX events_distinct_id ON events (distinct_id);
