-- What bodies may test (能力参数), and the search over bodies and over that.

-- Words are stored once; fifty million capabilities hold their numbers.
CREATE TABLE terms (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('category', 'parameter', 'clause', 'method', 'limits')),
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;
CREATE TABLE standards (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL
) STRICT;

-- What holds now, kept together by body in the order of the certificate's annex. `valid_from` and
-- `valid_until` are what the annex states; NULL where it is the certificate's own.
--
-- The numbers of words are not checked by the store: words are never removed, they are written in
-- the same command by the same folder, and seven more checks would treble the time of an import.
CREATE TABLE capabilities (
  body INTEGER NOT NULL REFERENCES bodies(id),
  number INTEGER NOT NULL,
  site INTEGER,
  certificate INTEGER,
  category INTEGER NOT NULL,
  parameter INTEGER NOT NULL,
  standard INTEGER NOT NULL,
  clause INTEGER,
  method INTEGER,
  limits INTEGER,
  valid_from TEXT,
  valid_until TEXT,
  since INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES changes(id),
  PRIMARY KEY (body, number)
) STRICT, WITHOUT ROWID;
-- Who may test this, who may test by that, who may test this by that: each answers without touching
-- the table.
CREATE INDEX capabilities_by_parameter
  ON capabilities(parameter, body, standard, valid_from, valid_until);
CREATE INDEX capabilities_by_standard
  ON capabilities(standard, body, parameter, valid_from, valid_until);
CREATE INDEX capabilities_by_both
  ON capabilities(parameter, standard, body, valid_from, valid_until);
-- What held before.
CREATE TABLE capability_versions (
  body INTEGER NOT NULL REFERENCES bodies(id),
  number INTEGER NOT NULL,
  site INTEGER,
  certificate INTEGER,
  category INTEGER NOT NULL,
  parameter INTEGER NOT NULL,
  standard INTEGER NOT NULL,
  clause INTEGER,
  method INTEGER,
  limits INTEGER,
  valid_from TEXT,
  valid_until TEXT,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER NOT NULL REFERENCES changes(id),
  PRIMARY KEY (body, number, since)
) STRICT, WITHOUT ROWID;

-- Every text a body is found by: names it has and had, codes, certificates, persons, addresses.
-- `folded` is the text as it is compared.
CREATE TABLE body_texts (
  body INTEGER NOT NULL REFERENCES bodies(id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('name', 'uscc', 'certificate', 'former', 'address', 'person')),
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  region INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (body, number)
) STRICT, WITHOUT ROWID;
-- Two neighbouring characters in one number (four of a code), and where they stand; in the order
-- in which they are shown.
CREATE TABLE body_grams (
  gram INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  body INTEGER NOT NULL,
  number INTEGER NOT NULL,
  region INTEGER NOT NULL,
  PRIMARY KEY (gram, rank, body, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE term_grams (
  gram INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  term INTEGER NOT NULL,
  PRIMARY KEY (gram, rank, term)
) STRICT, WITHOUT ROWID;
CREATE TABLE standard_grams (
  gram INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  standard INTEGER NOT NULL,
  PRIMARY KEY (gram, rank, standard)
) STRICT, WITHOUT ROWID;

-- How often the capabilities were consulted, by day; nobody is named.
CREATE TABLE search_uses (
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (day, kind)
) STRICT;
