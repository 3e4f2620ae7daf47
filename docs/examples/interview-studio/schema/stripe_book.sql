-- What the app can see of its customers at Stripe, as SQLite: a stand-in for Stripe's API.

CREATE TABLE customers (
    id    TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL
);
CREATE INDEX customers_email ON customers (email);
