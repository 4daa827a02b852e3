-- A body in full depth. A fact keeps since when it was known (since, an instant), until when (until,
-- NULL while it holds) and the changes that brought and ended it. What a paper says of its own
-- validity stands in other columns, as days.

-- Who brought what, when and from where. Written by the registry only.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL,
  -- NULL: the house itself.
  account INTEGER REFERENCES accounts(id),
  source TEXT NOT NULL CHECK (source IN ('import', 'form', 'interface', 'setup')),
  import INTEGER REFERENCES imports(id),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX changes_by_import ON changes(import);
CREATE INDEX changes_by_at ON changes(at, id);

-- What kinds there are of bodies, certificates, roles …; the law may change them.
CREATE TABLE registry_codes (
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  note TEXT NOT NULL,
  position INTEGER NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  confidence TEXT NOT NULL,
  PRIMARY KEY (kind, code, valid_from)
) STRICT;

-- `bodies`, `sites` and `certificates` keep the row that holds, since others point to it; what it
-- was before stands in the tables of versions.
ALTER TABLE bodies ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE bodies ADD COLUMN legal_form TEXT NOT NULL DEFAULT '';
ALTER TABLE bodies ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bodies ADD COLUMN change INTEGER REFERENCES changes(id);
CREATE INDEX bodies_by_change ON bodies(change);
CREATE TABLE body_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  name TEXT NOT NULL,
  certificate_number TEXT NOT NULL,
  certificate_until TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code),
  address TEXT NOT NULL,
  legal_representative TEXT NOT NULL,
  contact TEXT NOT NULL,
  credit_class TEXT NOT NULL,
  status TEXT NOT NULL,
  warning TEXT NOT NULL,
  kind TEXT NOT NULL,
  legal_form TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  change INTEGER REFERENCES changes(id),
  ended_by INTEGER NOT NULL REFERENCES changes(id)
) STRICT;
CREATE INDEX body_versions_by_body ON body_versions(body, since);
CREATE INDEX body_versions_by_name ON body_versions(name, body);
-- Fields that a body no longer has; those it has stand in `body_fields`.
ALTER TABLE body_fields ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE body_fields ADD COLUMN change INTEGER REFERENCES changes(id);
CREATE TABLE body_field_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  field TEXT NOT NULL REFERENCES fields(code),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  change INTEGER REFERENCES changes(id),
  ended_by INTEGER NOT NULL REFERENCES changes(id)
) STRICT;
CREATE INDEX body_field_versions_by_body ON body_field_versions(body, since);

ALTER TABLE sites ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN until INTEGER;
ALTER TABLE sites ADD COLUMN change INTEGER REFERENCES changes(id);
ALTER TABLE sites ADD COLUMN ended_by INTEGER REFERENCES changes(id);
DROP INDEX sites_by_region;
CREATE INDEX sites_by_region ON sites(region, body) WHERE until IS NULL;
-- The main site lies where the body is registered; lists look for the others.
CREATE INDEX sites_beside ON sites(region, body) WHERE until IS NULL AND name <> '主场所';
CREATE UNIQUE INDEX sites_by_name ON sites(body, name) WHERE until IS NULL;
CREATE TABLE site_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  site INTEGER NOT NULL REFERENCES sites(id),
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  change INTEGER REFERENCES changes(id),
  ended_by INTEGER NOT NULL REFERENCES changes(id)
) STRICT;
CREATE INDEX site_versions_by_site ON site_versions(site, since);

CREATE TABLE certificates (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  -- The one whose number and end stand with the body.
  is_main INTEGER NOT NULL,
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issued_on TEXT,
  valid_from TEXT,
  valid_until TEXT,
  state TEXT NOT NULL CHECK (state IN ('valid', 'suspended', 'withdrawn', 'cancelled')),
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id)
) STRICT;
CREATE INDEX certificates_by_body ON certificates(body, since);
CREATE UNIQUE INDEX certificates_main ON certificates(body) WHERE until IS NULL AND is_main = 1;
CREATE UNIQUE INDEX certificates_held ON certificates(body, kind, number) WHERE until IS NULL;
CREATE INDEX certificates_by_number ON certificates(number) WHERE until IS NULL;
-- Searches ask of every body whether it is one of these few.
CREATE INDEX certificates_not_valid ON certificates(body)
  WHERE is_main = 1 AND until IS NULL AND state <> 'valid';
CREATE INDEX certificates_by_validity ON certificates(valid_until, id) WHERE until IS NULL;
CREATE TABLE certificate_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  certificate INTEGER NOT NULL REFERENCES certificates(id),
  number TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issued_on TEXT,
  valid_from TEXT,
  valid_until TEXT,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  change INTEGER REFERENCES changes(id),
  ended_by INTEGER NOT NULL REFERENCES changes(id)
) STRICT;
CREATE INDEX certificate_versions_by_certificate ON certificate_versions(certificate, since);

-- From here on a row is a fact: a changed one is ended and a new one that `follows` it begins.
-- Legal representative and contact stand with the body.
CREATE TABLE body_persons (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  site INTEGER REFERENCES sites(id),
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Number of an identity document; personal, shown masked.
  identity TEXT NOT NULL,
  phone TEXT NOT NULL,
  title TEXT NOT NULL,
  -- What the person may sign or test, in words; the fields of it are rows.
  scope TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES body_persons(id)
) STRICT;
CREATE INDEX body_persons_by_body ON body_persons(body, since);
CREATE INDEX body_persons_by_name ON body_persons(name, body) WHERE until IS NULL;
CREATE INDEX body_persons_by_identity ON body_persons(identity, body)
  WHERE until IS NULL AND identity <> '';
CREATE TABLE body_person_fields (
  person INTEGER NOT NULL REFERENCES body_persons(id),
  field TEXT NOT NULL REFERENCES fields(code),
  PRIMARY KEY (person, field)
) STRICT;

CREATE TABLE instruments (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  site INTEGER REFERENCES sites(id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT NOT NULL,
  maker TEXT NOT NULL,
  range_text TEXT NOT NULL,
  accuracy TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('used', 'stopped')),
  calibrated_on TEXT,
  calibrated_until TEXT,
  calibrated_by TEXT NOT NULL,
  calibration_number TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES instruments(id)
) STRICT;
CREATE INDEX instruments_by_body ON instruments(body, since);
CREATE UNIQUE INDEX instruments_by_code ON instruments(body, code) WHERE until IS NULL;
CREATE INDEX instruments_by_calibration ON instruments(calibrated_until, body)
  WHERE until IS NULL AND state = 'used';

CREATE TABLE declarations (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  declared_on TEXT NOT NULL,
  valid_until TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES declarations(id)
) STRICT;
CREATE INDEX declarations_by_body ON declarations(body, since);

CREATE TABLE prices (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  item TEXT NOT NULL,
  method TEXT NOT NULL,
  unit TEXT NOT NULL,
  fen INTEGER NOT NULL CHECK (fen >= 0),
  valid_from TEXT,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES prices(id)
) STRICT;
CREATE INDEX prices_by_body ON prices(body, since);
CREATE UNIQUE INDEX prices_by_item ON prices(body, item, method, unit) WHERE until IS NULL;

-- `body` came out of `earlier`.
CREATE TABLE body_links (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  earlier INTEGER NOT NULL REFERENCES bodies(id),
  kind TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES body_links(id),
  CHECK (body <> earlier)
) STRICT;
CREATE INDEX body_links_by_body ON body_links(body, since);
CREATE INDEX body_links_by_earlier ON body_links(earlier, since);

CREATE TABLE body_marks (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES body_marks(id)
) STRICT;
CREATE INDEX body_marks_by_body ON body_marks(body, since);
CREATE INDEX body_marks_by_kind ON body_marks(kind, valid_until, body) WHERE until IS NULL;

-- Kept files: the annex of a certificate, a declaration as it was signed.
CREATE TABLE body_files (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  certificate INTEGER REFERENCES certificates(id),
  title TEXT NOT NULL,
  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  follows INTEGER REFERENCES body_files(id)
) STRICT;
CREATE INDEX body_files_by_body ON body_files(body, since);
CREATE INDEX body_files_by_digest ON body_files(digest);

-- Handing a body or one site of it to the authority of another place.
CREATE TABLE handovers (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  -- NULL: the body with its main site.
  site INTEGER REFERENCES sites(id),
  from_authority INTEGER NOT NULL REFERENCES authorities(id),
  to_authority INTEGER NOT NULL REFERENCES authorities(id),
  region TEXT NOT NULL REFERENCES regions(code),
  address TEXT NOT NULL,
  stage TEXT NOT NULL
    CHECK (stage IN ('offered', 'taken', 'refused', 'disputed', 'decided', 'withdrawn')),
  -- Who decides when the two do not agree.
  superior INTEGER REFERENCES authorities(id),
  due_on TEXT,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  CHECK (from_authority <> to_authority)
) STRICT;
CREATE INDEX handovers_by_body ON handovers(body, id);
CREATE INDEX handovers_from ON handovers(from_authority, stage, id);
CREATE INDEX handovers_to ON handovers(to_authority, stage, id);
CREATE INDEX handovers_superior ON handovers(superior, stage, id);
CREATE UNIQUE INDEX handovers_open ON handovers(body) WHERE closed_at IS NULL;
CREATE TABLE handover_entries (
  handover INTEGER NOT NULL REFERENCES handovers(id),
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  content TEXT NOT NULL,
  at INTEGER NOT NULL,
  account INTEGER REFERENCES accounts(id),
  name TEXT NOT NULL,
  authority INTEGER REFERENCES authorities(id),
  PRIMARY KEY (handover, number)
) STRICT;

-- What is there already gets its first change: the import that brought it, or the set-up.
INSERT INTO changes (at, account, source, import, reason)
SELECT coalesce(decided_at, at), account, 'import', id, '' FROM imports
WHERE state = 'accepted' ORDER BY id;
-- A row that was edited after its import has the set-up, since the journal alone knows the edits.
INSERT INTO changes (at, account, source, import, reason)
SELECT min(b.updated_at), NULL, 'setup', NULL, '' FROM bodies b
LEFT JOIN changes c ON c.import = b.import AND c.at = b.updated_at
WHERE c.id IS NULL HAVING count(*) > 0;
UPDATE bodies SET since = updated_at, change = (
  SELECT min(c.id) FROM changes c WHERE c.import = bodies.import AND c.at = bodies.updated_at);
UPDATE bodies SET change = (SELECT min(c.id) FROM changes c WHERE c.source = 'setup')
WHERE change IS NULL;
UPDATE body_fields SET
  since = (SELECT b.since FROM bodies b WHERE b.id = body_fields.body),
  change = (SELECT b.change FROM bodies b WHERE b.id = body_fields.body);
UPDATE sites SET
  since = (SELECT b.since FROM bodies b WHERE b.id = sites.body),
  change = (SELECT b.change FROM bodies b WHERE b.id = sites.body);
INSERT INTO certificates (body, is_main, kind, number, issuer, valid_until, state, note, since,
  change)
SELECT id, 1, 'cma', certificate_number, '', certificate_until, 'valid', '', since, change
FROM bodies ORDER BY id;
