-- Accounts and sign-in sessions, as SQLite: a stand-in for Clerk's API. An address is one account, an account has one role.

CREATE TABLE users (
    id              TEXT NOT NULL PRIMARY KEY,
    email           TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('candidate', 'hiring')),
    public_metadata TEXT NOT NULL DEFAULT '{}',
    created_at      TEXT NOT NULL,
    last_sign_in_at TEXT
);

CREATE TABLE sessions (
    id             TEXT NOT NULL PRIMARY KEY,
    user_id        TEXT NOT NULL REFERENCES users (id),
    status         TEXT NOT NULL CHECK (status IN ('active', 'ended', 'expired')),
    created_at     TEXT NOT NULL,
    last_active_at TEXT NOT NULL
);
CREATE INDEX sessions_user_id ON sessions (user_id);
