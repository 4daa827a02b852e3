-- Files in and out: any library, the table found in a file, what its rows would do.

-- The lists of kinds and states go: kinds are the libraries of the registry, and there are more
-- states on the way.
-- only sqlite
PRAGMA defer_foreign_keys = ON;
CREATE TABLE imports_before (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  rows_new INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  rows_same INTEGER NOT NULL,
  rows_refused INTEGER NOT NULL,
  state TEXT NOT NULL,
  authority INTEGER,
  at INTEGER NOT NULL,
  account INTEGER,
  decided_at INTEGER
) STRICT;
INSERT INTO imports_before (id, kind, file_name, file_digest, file_size, encoding, rows_read,
  rows_new, rows_changed, rows_same, rows_refused, state, authority, at, account, decided_at)
SELECT id, kind, file_name, file_digest, file_size, encoding, rows_read,
  rows_new, rows_changed, rows_same, rows_refused, state, authority, at, account, decided_at
FROM imports;
DROP TABLE imports;
CREATE TABLE imports (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  rows_new INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  rows_same INTEGER NOT NULL,
  rows_refused INTEGER NOT NULL,
  state TEXT NOT NULL,
  authority INTEGER REFERENCES authorities(id),
  at INTEGER NOT NULL,
  account INTEGER REFERENCES accounts(id),
  decided_at INTEGER
) STRICT;
INSERT INTO imports (id, kind, file_name, file_digest, file_size, encoding, rows_read,
  rows_new, rows_changed, rows_same, rows_refused, state, authority, at, account, decided_at)
SELECT id, kind, file_name, file_digest, file_size, encoding, rows_read,
  rows_new, rows_changed, rows_same, rows_refused, state, authority, at, account, decided_at
FROM imports_before;
DROP TABLE imports_before;
CREATE INDEX imports_by_authority ON imports(authority, id);
CREATE INDEX imports_by_digest ON imports(file_digest, state);
-- only postgres
ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports DROP CONSTRAINT imports_state_check;
-- both engines
ALTER TABLE imports ADD COLUMN rows_ended INTEGER NOT NULL DEFAULT 0;
-- Which sheet of a workbook, from 0, and which of its rows is the header; 0 while not known.
ALTER TABLE imports ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN header_row INTEGER NOT NULL DEFAULT 0;
-- Why the last step did not come to its end, as a sentence, or empty.
ALTER TABLE imports ADD COLUMN problem TEXT NOT NULL DEFAULT '';

-- Which column of the file is which of the library; columns that are not imported are left out.
CREATE TABLE import_columns (
  import INTEGER NOT NULL REFERENCES imports(id),
  code TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (import, code)
) STRICT;
-- What was chosen for files with the same header, by its fingerprint.
CREATE TABLE import_sources (
  kind TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  code TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (kind, fingerprint, code)
) STRICT;
-- The first rows of each effect, shown before the file is accepted.
CREATE TABLE import_rows (
  import INTEGER NOT NULL REFERENCES imports(id),
  effect TEXT NOT NULL CHECK (effect IN ('new', 'changed', 'ended', 'same')),
  row_number INTEGER NOT NULL,
  title TEXT NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (import, effect, row_number)
) STRICT;
