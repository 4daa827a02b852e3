-- The journal at scale: who and what it can be asked for, whose audit administrator sees an entry,
-- where each day lies in it, the tree over it, and the years that were moved into files.
CREATE INDEX journal_by_account ON journal(account, number, action, subject_kind);
CREATE INDEX journal_by_action ON journal(action, number);
CREATE INDEX journal_by_kind ON journal(subject_kind, number);

-- An entry counts for the region of who acted, and for the city and province above.
CREATE TABLE journal_sight (
  scope TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (scope, number)
) STRICT, WITHOUT ROWID;

-- Days since 1970-01-01 in Asia/Shanghai, each with the numbers of its entries.
CREATE TABLE journal_days (
  day INTEGER PRIMARY KEY NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  entries INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_days_by_last ON journal_days(last_number);

-- The tree of RFC 6962 over the digests of the entries: the roots of full blocks of 4096.
CREATE TABLE journal_blocks (
  block INTEGER PRIMARY KEY NOT NULL,
  root TEXT NOT NULL
) STRICT;

-- Years whose entries were moved into a file; the chain goes on behind them.
CREATE TABLE journal_closed (
  year INTEGER PRIMARY KEY NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  last_digest TEXT NOT NULL,
  -- The digests of the entries behind the last full block, 32 bytes each.
  tail BLOB NOT NULL,
  file TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  closed_at INTEGER NOT NULL
) STRICT;

INSERT INTO journal_days (day, first_number, last_number, entries)
SELECT (at + 28800000) / 86400000, min(number), max(number), count(*)
FROM journal GROUP BY (at + 28800000) / 86400000;

CREATE TABLE journal_places (
  number INTEGER PRIMARY KEY NOT NULL,
  region TEXT NOT NULL
) STRICT;
INSERT INTO journal_places (number, region)
SELECT j.number, t.region FROM journal j JOIN authorities t ON t.id = j.authority;
INSERT INTO journal_places (number, region)
SELECT j.number, b.region FROM journal j JOIN accounts a ON a.id = j.account
  JOIN bodies b ON b.id = a.body
WHERE j.authority IS NULL;
INSERT INTO journal_places (number, region)
SELECT j.number, coalesce(t.region, b.region) FROM journal j
  JOIN accounts a ON CAST(a.id AS TEXT) = j.subject
  LEFT JOIN authorities t ON t.id = a.authority LEFT JOIN bodies b ON b.id = a.body
WHERE j.account IS NULL AND j.subject_kind = 'account' AND coalesce(t.region, b.region) IS NOT NULL;
INSERT INTO journal_places (number, region)
SELECT j.number, v.region FROM journal j JOIN visits v ON CAST(v.id AS TEXT) = j.subject
WHERE j.account IS NULL AND j.subject_kind = 'visit';
INSERT INTO journal_sight (scope, number)
SELECT region, number FROM journal_places WHERE region <> '000000'
UNION SELECT substr(region, 1, 4) || '00', number FROM journal_places
  WHERE substr(region, 3, 4) <> '0000'
UNION SELECT substr(region, 1, 2) || '0000', number FROM journal_places WHERE region <> '000000';
DROP TABLE journal_places;
