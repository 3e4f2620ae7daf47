-- The product's own database, as SQLite: a stand-in for Supabase PostgreSQL, whose two schemas become prefixes of the names.
-- Moments are ISO 8601 text in UTC. No reference cascades: what goes together is for the policy to say.

CREATE TABLE users (
    id               TEXT    NOT NULL PRIMARY KEY,
    google_sub       TEXT    NOT NULL UNIQUE,
    name             TEXT    NOT NULL,
    email            TEXT    NOT NULL UNIQUE,
    status           TEXT    NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
    marketing_opt_in INTEGER NOT NULL DEFAULT 0 CHECK (marketing_opt_in IN (0, 1)),
    created_at       TEXT    NOT NULL,
    deleted_at       TEXT
);

-- Kept in step with users by the sign-up hook; there is no reference between the two, as Supabase owns this one.
CREATE TABLE "auth.users" (
    id                 TEXT NOT NULL PRIMARY KEY,
    email              TEXT NOT NULL UNIQUE,
    raw_user_meta_data TEXT NOT NULL DEFAULT '{}',
    created_at         TEXT NOT NULL,
    last_sign_in_at    TEXT
);

CREATE TABLE "auth.sessions" (
    id         TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES "auth.users" (id),
    ip         TEXT,
    user_agent TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX auth_sessions_user_id ON "auth.sessions" (user_id);

CREATE TABLE interview_sessions (
    id           INTEGER PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id),
    title        TEXT NOT NULL,
    target_role  TEXT NOT NULL,
    readiness    INTEGER CHECK (readiness BETWEEN 0 AND 100),
    created_at   TEXT NOT NULL,
    completed_at TEXT
);
CREATE INDEX interview_sessions_user_id ON interview_sessions (user_id);

CREATE TABLE answers (
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES interview_sessions (id),
    question   TEXT    NOT NULL,
    answer     TEXT    NOT NULL,
    score      INTEGER CHECK (score BETWEEN 0 AND 100),
    feedback   TEXT,
    created_at TEXT    NOT NULL
);
CREATE INDEX answers_session_id ON answers (session_id);

CREATE TABLE star_drafts (
    id         INTEGER PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id),
    title      TEXT NOT NULL,
    draft      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX star_drafts_user_id ON star_drafts (user_id);

-- user_id and stripe_customer can be empty: a payment outlives the account without them.
CREATE TABLE purchases (
    id              INTEGER PRIMARY KEY,
    user_id         TEXT REFERENCES users (id),
    stripe_customer TEXT,
    amount          INTEGER NOT NULL,
    currency        TEXT    NOT NULL DEFAULT 'gbp',
    receipt_number  TEXT    NOT NULL UNIQUE,
    pass            TEXT    NOT NULL,
    pass_expires_at TEXT    NOT NULL,
    paid_at         TEXT    NOT NULL
);
CREATE INDEX purchases_user_id ON purchases (user_id);
CREATE INDEX purchases_stripe_customer ON purchases (stripe_customer);

CREATE TABLE access_log (
    id      INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    ip      TEXT NOT NULL,
    browser TEXT,
    device  TEXT,
    seen_at TEXT NOT NULL
);
CREATE INDEX access_log_user_id ON access_log (user_id);
