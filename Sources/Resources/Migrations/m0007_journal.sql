-- The journal at scale: who and what it can be asked for, whose audit administrator sees an entry,
-- where each day lies in it, the tree over it, and the years that were moved into files.
CREATE INDEX journal_by_account ON journal(account, number, action, subject_kind);
CREATE INDEX journal_by_action ON journal(action, number);
CREATE INDEX journal_by_kind ON journal(subject_kind, number);

-- Who sees an entry: the region of who acted with the city and province above, 'police 310000' for
-- a department other than the keeper, '#17' for a unit.
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
  region TEXT NOT NULL,
  department TEXT,
  unit INTEGER
) STRICT;
INSERT INTO journal_places (number, region, department, unit)
SELECT j.number, t.region, t.department,
  CASE WHEN t.level IN ('unit', 'station') THEN t.id END
FROM journal j JOIN authorities t ON t.id = j.authority;
INSERT INTO journal_places (number, region)
SELECT j.number, b.region FROM journal j JOIN accounts a ON a.id = j.account
  JOIN bodies b ON b.id = a.body
WHERE j.authority IS NULL;
INSERT INTO journal_places (number, region, department, unit)
SELECT j.number, coalesce(t.region, b.region), t.department,
  CASE WHEN t.level IN ('unit', 'station') THEN t.id END
FROM journal j
  JOIN accounts a ON CAST(a.id AS TEXT) = j.subject
  LEFT JOIN authorities t ON t.id = a.authority LEFT JOIN bodies b ON b.id = a.body
WHERE j.account IS NULL AND j.subject_kind = 'account' AND coalesce(t.region, b.region) IS NOT NULL;
INSERT INTO journal_places (number, region)
SELECT j.number, b.region FROM journal j JOIN bodies b ON CAST(b.id AS TEXT) = j.subject
WHERE j.account IS NULL AND j.subject_kind = 'body';
INSERT INTO journal_places (number, region, department)
SELECT j.number, v.region, t.department FROM journal j
  JOIN visits v ON CAST(v.id AS TEXT) = j.subject
  JOIN plans p ON p.id = v.plan JOIN authorities t ON t.id = p.authority
WHERE j.account IS NULL AND j.subject_kind = 'visit';
INSERT INTO journal_places (number, region, department)
SELECT j.number, p.region, t.department FROM journal j
  JOIN plans p ON CAST(p.id AS TEXT) = j.subject JOIN authorities t ON t.id = p.authority
WHERE j.account IS NULL AND j.subject_kind = 'plan';
INSERT INTO journal_places (number, region, department)
SELECT j.number, d.region, t.department FROM journal j
  JOIN draws d ON CAST(d.id AS TEXT) = j.subject
  JOIN plans p ON p.id = d.plan JOIN authorities t ON t.id = p.authority
WHERE j.account IS NULL AND j.subject_kind = 'draw';
-- The keeper's line sees what every department does, another department its own part.
INSERT INTO journal_sight (scope, number)
SELECT region, number FROM journal_places WHERE region <> '000000'
UNION SELECT substr(region, 1, 4) || '00', number FROM journal_places
  WHERE substr(region, 3, 4) <> '0000'
UNION SELECT substr(region, 1, 2) || '0000', number FROM journal_places WHERE region <> '000000';
INSERT INTO journal_sight (scope, number)
SELECT p.department || ' ' || s.scope, p.number FROM journal_places p
  JOIN journal_sight s ON s.number = p.number
WHERE p.department <> 'market'
UNION SELECT department || ' 000000', number FROM journal_places WHERE department <> 'market';
INSERT INTO journal_sight (scope, number)
SELECT '#' || CAST(unit AS TEXT), number FROM journal_places WHERE unit IS NOT NULL;
DROP TABLE journal_places;
