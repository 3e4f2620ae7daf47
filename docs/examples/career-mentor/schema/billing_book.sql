-- Customers and invoices, as SQLite: a stand-in for Stripe's API, which counts moments in seconds since 1970.
-- metadata_user_id and plan are what the app puts into a customer's metadata. An open invoice has no paid_at.

CREATE TABLE customers (
    id               TEXT NOT NULL PRIMARY KEY,
    metadata_user_id TEXT,
    plan             TEXT NOT NULL CHECK (plan IN ('individual', 'corporate')),
    email            TEXT NOT NULL,
    details          TEXT NOT NULL,
    created_at       INTEGER NOT NULL
);
CREATE INDEX customers_metadata_user_id ON customers (metadata_user_id);

-- customer can be empty: an invoice outlives the customer, as the law asks.
CREATE TABLE invoices (
    id       TEXT NOT NULL PRIMARY KEY,
    customer TEXT REFERENCES customers (id),
    number   TEXT NOT NULL UNIQUE,
    lines    TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    currency TEXT NOT NULL DEFAULT 'gbp',
    status   TEXT NOT NULL CHECK (status IN ('paid', 'open', 'void')),
    paid_at  INTEGER
);
CREATE INDEX invoices_customer ON invoices (customer);
