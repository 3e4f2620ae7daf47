-- The mailbox people are asked to write to, as SQLite: a stand-in for two mail folders. One row a mail; an address column holds
-- one bare address.

CREATE TABLE messages (
    message_id   TEXT NOT NULL PRIMARY KEY,
    from_address TEXT NOT NULL,
    to_address   TEXT,
    cc_address   TEXT,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    received_at  TEXT NOT NULL
);
CREATE INDEX messages_from_address ON messages (from_address);
CREATE INDEX messages_cc_address ON messages (cc_address);

CREATE TABLE replies (
    message_id TEXT NOT NULL PRIMARY KEY,
    to_address TEXT NOT NULL,
    cc_address TEXT,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    sent_at    TEXT NOT NULL
);
CREATE INDEX replies_to_address ON replies (to_address);
CREATE INDEX replies_cc_address ON replies (cc_address);
