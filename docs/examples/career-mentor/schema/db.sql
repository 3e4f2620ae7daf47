-- The product's own database, as SQLite: a stand-in for Neon's PostgreSQL. Moments are ISO 8601 text in UTC.
-- People are Clerk's: user_id, candidate_id and the like hold a Clerk identifier, and no table here says who that is.
-- No reference cascades: what goes together is for the policy to say.

CREATE TABLE profiles (
    user_id      TEXT NOT NULL PRIMARY KEY,
    cv_text      TEXT,
    role_details TEXT,
    goals        TEXT,
    saved_at     TEXT
);

-- A session is written while it runs, with the moment at which it is to be discarded in expires_at. Saving it empties
-- expires_at and fills saved_at; a session that nobody saves is the app's to discard, and the sweep's where a closed tab left it.
-- Deleting one fills deleted_at: nobody sees it from then on, and the sweep of that night takes it away.
CREATE TABLE practice_sessions (
    id              INTEGER PRIMARY KEY,
    user_id         TEXT    NOT NULL,
    title           TEXT    NOT NULL,
    target_role     TEXT    NOT NULL,
    mode            TEXT    NOT NULL DEFAULT 'typed' CHECK (mode IN ('typed', 'voice')),
    summary         TEXT,
    overall_score   INTEGER CHECK (overall_score BETWEEN 0 AND 100),
    voice_delivery  TEXT,
    metrics_source  TEXT    CHECK (metrics_source IN ('answer_text')),
    camera_presence TEXT,
    started_at      TEXT    NOT NULL,
    completed_at    TEXT,
    saved_at        TEXT,
    expires_at      TEXT,
    deleted_at      TEXT
);
CREATE INDEX practice_sessions_user_id ON practice_sessions (user_id);

CREATE TABLE practice_answers (
    id           INTEGER PRIMARY KEY,
    session_id   INTEGER NOT NULL REFERENCES practice_sessions (id),
    question     TEXT    NOT NULL,
    answer       TEXT    NOT NULL,
    model_answer TEXT,
    feedback     TEXT,
    score        INTEGER CHECK (score BETWEEN 0 AND 100),
    answered_at  TEXT    NOT NULL
);
CREATE INDEX practice_answers_session_id ON practice_answers (session_id);

CREATE TABLE hiring_teams (
    id         TEXT NOT NULL PRIMARY KEY,
    company    TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- No reference to hiring_teams: a team is found through its members, so it has to go before the last of them.
CREATE TABLE team_members (
    id        INTEGER PRIMARY KEY,
    team_id   TEXT NOT NULL,
    user_id   TEXT NOT NULL,
    job_title TEXT,
    joined_at TEXT NOT NULL,
    UNIQUE (team_id, user_id)
);
CREATE INDEX team_members_user_id ON team_members (user_id);

-- created_by, invited_by, reviewed_by, invitee_email and candidate_id can be empty: the row outlives the account it named.
-- A submission can outlive the team that asked for it.
CREATE TABLE assessments (
    id         INTEGER PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES hiring_teams (id),
    title      TEXT NOT NULL,
    questions  TEXT NOT NULL,
    created_by TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX assessments_team_id ON assessments (team_id);
CREATE INDEX assessments_created_by ON assessments (created_by);

CREATE TABLE invitations (
    id            INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessments (id),
    invitee_email TEXT,
    token         TEXT    UNIQUE,
    invited_by    TEXT,
    sent_at       TEXT    NOT NULL,
    accepted_at   TEXT
);
CREATE INDEX invitations_assessment_id ON invitations (assessment_id);
CREATE INDEX invitations_invitee_email ON invitations (invitee_email);
CREATE INDEX invitations_invited_by ON invitations (invited_by);

CREATE TABLE submissions (
    id            INTEGER PRIMARY KEY,
    assessment_id INTEGER REFERENCES assessments (id),
    candidate_id  TEXT,
    overall_score INTEGER CHECK (overall_score BETWEEN 0 AND 100),
    decision      TEXT CHECK (decision IN ('pending', 'shortlisted', 'not taken forward')),
    reviewed_by   TEXT,
    submitted_at  TEXT NOT NULL
);
CREATE INDEX submissions_assessment_id ON submissions (assessment_id);
CREATE INDEX submissions_candidate_id ON submissions (candidate_id);
CREATE INDEX submissions_reviewed_by ON submissions (reviewed_by);

-- candidate_id stands here too, for row-level security.
CREATE TABLE submission_answers (
    id            INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL REFERENCES submissions (id),
    candidate_id  TEXT    NOT NULL,
    question      TEXT    NOT NULL,
    response      TEXT    NOT NULL,
    score         INTEGER CHECK (score BETWEEN 0 AND 100)
);
CREATE INDEX submission_answers_submission_id ON submission_answers (submission_id);
CREATE INDEX submission_answers_candidate_id ON submission_answers (candidate_id);
