-- Accounts in depth: rules the security administrator sets, passwords used before, second factors,
-- where and how people signed in, lent roles, identities at an identity provider.

CREATE TABLE account_rules (
  rule TEXT PRIMARY KEY NOT NULL,
  value INTEGER NOT NULL,
  set_at INTEGER NOT NULL,
  set_by INTEGER REFERENCES accounts(id)
) STRICT;

-- Every password an account had, the last with the highest number; the same hashes as in accounts.
CREATE TABLE account_passwords (
  account INTEGER NOT NULL REFERENCES accounts(id),
  number INTEGER NOT NULL,
  password TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (account, number)
) STRICT;
INSERT INTO account_passwords (account, number, password, set_at)
SELECT a.id, 1, a.password, coalesce(
  (SELECT max(j.at) FROM journal j
   WHERE j.subject_kind = 'account' AND j.subject = CAST(a.id AS TEXT)
     AND j.action IN ('account.password', 'account.reset-password')),
  a.created_at)
FROM accounts a;

-- secret: sealed with the key beside the database. last_step: the newest code taken, so that none
-- is taken twice.
CREATE TABLE second_factors (
  account INTEGER PRIMARY KEY NOT NULL REFERENCES accounts(id),
  secret BLOB NOT NULL,
  since INTEGER NOT NULL,
  last_step INTEGER NOT NULL
) STRICT;
CREATE TABLE recovery_codes (
  account INTEGER NOT NULL REFERENCES accounts(id),
  digest TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account, digest)
) STRICT;

CREATE TABLE sign_ins (
  id INTEGER PRIMARY KEY NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  at INTEGER NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('password', 'code', 'recovery', 'provider')),
  outcome TEXT NOT NULL CHECK (outcome IN ('opened', 'wrong', 'locked', 'ended')),
  address TEXT NOT NULL,
  agent TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ins_by_account ON sign_ins(account, id);

-- A role lent to somebody of the same authority, both days included.
CREATE TABLE delegations (
  id INTEGER PRIMARY KEY NOT NULL,
  lender INTEGER NOT NULL REFERENCES accounts(id),
  borrower INTEGER NOT NULL REFERENCES accounts(id),
  role TEXT NOT NULL CHECK (role IN ('planner', 'publisher', 'supervisor')),
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended_at INTEGER,
  CHECK (lender <> borrower),
  CHECK (from_day <= until_day)
) STRICT;
CREATE INDEX delegations_by_borrower ON delegations(borrower, until_day);
CREATE INDEX delegations_by_lender ON delegations(lender, until_day);

-- One identity at a provider opens one account.
CREATE TABLE account_identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  linked_at INTEGER NOT NULL,
  linked_by INTEGER NOT NULL REFERENCES accounts(id),
  PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX account_identities_by_account ON account_identities(account);
