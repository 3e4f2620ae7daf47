-- Rate-limit counters, as SQLite: a stand-in for Redis, whose keys would expire by themselves. One row a key; request_id is a
-- keyed hash of an IP address or a user id, and the key of that hash changes each day.

CREATE TABLE counters (
    request_id TEXT    NOT NULL PRIMARY KEY,
    hits       INTEGER NOT NULL,
    counted_at INTEGER NOT NULL
);
