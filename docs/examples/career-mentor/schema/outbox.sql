-- Mail the app sent, as SQLite: a stand-in for Resend's API.

CREATE TABLE emails (
    id         TEXT NOT NULL PRIMARY KEY,
    to_address TEXT NOT NULL,
    template   TEXT NOT NULL CHECK (template IN ('assessment_invite', 'account_notice', 'result_ready', 'receipt')),
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    sent_at    TEXT NOT NULL
);
CREATE INDEX emails_to_address ON emails (to_address);
