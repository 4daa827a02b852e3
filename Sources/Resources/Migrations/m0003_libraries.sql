-- The libraries beside the bodies: people, items, authorities, governance, codes.
-- A fact is known from `since` until `until` (instants); what it says of days stands in other columns.

-- Fields and departments have tables of their own that old records point to.
ALTER TABLE fields ADD COLUMN basis TEXT NOT NULL DEFAULT '';
ALTER TABLE fields ADD COLUMN valid_from TEXT;
ALTER TABLE fields ADD COLUMN valid_until TEXT;
ALTER TABLE departments ADD COLUMN basis TEXT NOT NULL DEFAULT '';
ALTER TABLE departments ADD COLUMN valid_from TEXT;
ALTER TABLE departments ADD COLUMN valid_until TEXT;

-- Inspectors and experts, by the code that stands in the draw's files.
CREATE INDEX experts_by_employer ON experts(employer, code);
-- What was registered of a person, version by version; the current one also stands in `inspectors`
-- or `experts`, to which other records point.
CREATE TABLE person_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  authority INTEGER REFERENCES authorities(id),
  employer TEXT NOT NULL,
  title TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code),
  status TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX person_versions_current ON person_versions(person) WHERE until IS NULL;
CREATE INDEX person_versions_by_person ON person_versions(person, since);
-- Certificates, skills, items, interests, leave, training, terms and pledges.
--   what: a code (kind of certificate, field, item, kind of interest, of leave) or a title
--   organisation: issuer, employer, organiser
--   valid_from, valid_until: first and last day, as the paper or the person says
--   recuse_until: last day of a recusal that an interest brings; none without end
CREATE TABLE person_facts (
  id INTEGER PRIMARY KEY NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN
    ('certificate', 'skill', 'item', 'interest', 'leave', 'training', 'term', 'pledge')),
  what TEXT NOT NULL,
  number TEXT NOT NULL,
  organisation TEXT NOT NULL,
  uscc TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  recuse_until TEXT,
  hours INTEGER,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL)),
  CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)
) STRICT;
CREATE INDEX person_facts_current ON person_facts(person, kind, what) WHERE until IS NULL;
CREATE INDEX person_facts_by_person ON person_facts(person, kind, id);
CREATE INDEX person_facts_by_kind ON person_facts(kind, id) WHERE until IS NULL;
CREATE INDEX person_facts_by_body ON person_facts(uscc, kind)
  WHERE until IS NULL AND uscc <> '';

-- 事项清单. An item keeps its code; what it says stands in versions, of which one is published.
CREATE TABLE items (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  region TEXT NOT NULL REFERENCES regions(code),
  authority INTEGER REFERENCES authorities(id)
) STRICT;
CREATE INDEX items_by_region ON items(region, code);
CREATE TABLE item_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  item INTEGER NOT NULL REFERENCES items(id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'ended')),
  list TEXT NOT NULL,
  class TEXT NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  basis TEXT NOT NULL,
  subject TEXT NOT NULL,
  object TEXT NOT NULL,
  -- Highest share of the objects in a year, in basis points.
  ratio INTEGER,
  frequency TEXT NOT NULL,
  materials TEXT NOT NULL,
  qualification TEXT NOT NULL,
  department TEXT NOT NULL REFERENCES departments(code),
  office TEXT NOT NULL,
  -- Working days in which a licence is decided; none for an item that is no licence.
  limit_days INTEGER,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  change INTEGER NOT NULL REFERENCES changes(id),
  published_at INTEGER,
  published_by INTEGER REFERENCES changes(id),
  ended_at INTEGER,
  ended_by INTEGER REFERENCES changes(id),
  UNIQUE (item, number),
  CHECK (valid_until IS NULL OR valid_from <= valid_until),
  CHECK ((state = 'draft') = (published_at IS NULL)),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX item_versions_published ON item_versions(item) WHERE state = 'published';
CREATE UNIQUE INDEX item_versions_draft ON item_versions(item) WHERE state = 'draft';
CREATE TABLE item_fields (
  version INTEGER NOT NULL REFERENCES item_versions(id),
  field TEXT NOT NULL REFERENCES fields(code),
  PRIMARY KEY (version, field)
) STRICT;
CREATE TABLE item_methods (
  version INTEGER NOT NULL REFERENCES item_versions(id),
  method TEXT NOT NULL,
  PRIMARY KEY (version, method)
) STRICT;
-- Departments that take part beside the responsible one.
CREATE TABLE item_partners (
  version INTEGER NOT NULL REFERENCES item_versions(id),
  department TEXT NOT NULL REFERENCES departments(code),
  PRIMARY KEY (version, department)
) STRICT;
-- The very versions a plan carries out.
CREATE TABLE plan_items (
  plan INTEGER NOT NULL REFERENCES plans(id),
  version INTEGER NOT NULL REFERENCES item_versions(id),
  PRIMARY KEY (plan, version)
) STRICT;
CREATE INDEX plan_items_by_version ON plan_items(version, plan);

-- Authorities: a tree beside GB/T 2260, with units that are no division.
ALTER TABLE authorities ADD COLUMN parent INTEGER REFERENCES authorities(id);
ALTER TABLE authorities ADD COLUMN area TEXT NOT NULL DEFAULT '';
-- A technical support unit assists and has no inspectors.
ALTER TABLE authorities ADD COLUMN is_support INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorities ADD COLUMN valid_from TEXT;
-- The last day on which it exists.
ALTER TABLE authorities ADD COLUMN valid_until TEXT;
CREATE INDEX authorities_by_parent ON authorities(parent, id);
CREATE TABLE authority_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  authority INTEGER NOT NULL REFERENCES authorities(id),
  name TEXT NOT NULL,
  parent INTEGER REFERENCES authorities(id),
  level TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code),
  area TEXT NOT NULL,
  is_support INTEGER NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX authority_versions_current ON authority_versions(authority)
  WHERE until IS NULL;
CREATE INDEX authority_versions_by_authority ON authority_versions(authority, since);
-- 处室: the departments within an authority.
CREATE TABLE offices (
  id INTEGER PRIMARY KEY NOT NULL,
  authority INTEGER NOT NULL REFERENCES authorities(id),
  name TEXT NOT NULL,
  duty TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE INDEX offices_by_authority ON offices(authority, name) WHERE until IS NULL;

-- Governance: documents, their clauses, what fulfils them, who is responsible.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY NOT NULL,
  number TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  issuer TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- Region code: 000000 for the country.
  jurisdiction TEXT NOT NULL REFERENCES regions(code),
  issued_on TEXT,
  valid_from TEXT,
  valid_until TEXT,
  note TEXT NOT NULL,
  -- As in legal_rules: T and S mean that the text was read.
  confidence TEXT NOT NULL,
  CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)
) STRICT;
CREATE INDEX documents_by_jurisdiction ON documents(jurisdiction, number);
CREATE TABLE document_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  document INTEGER NOT NULL REFERENCES documents(id),
  title TEXT NOT NULL,
  issuer TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE INDEX document_versions_by_document ON document_versions(document, since);
CREATE UNIQUE INDEX document_versions_current ON document_versions(document) WHERE until IS NULL;
CREATE TABLE document_citations (
  document INTEGER NOT NULL REFERENCES documents(id),
  cited INTEGER NOT NULL REFERENCES documents(id),
  PRIMARY KEY (document, cited),
  CHECK (document <> cited)
) STRICT;
CREATE INDEX document_citations_by_cited ON document_citations(cited, document);
CREATE TABLE clauses (
  id INTEGER PRIMARY KEY NOT NULL,
  document INTEGER NOT NULL REFERENCES documents(id),
  -- As it is cited, such as 三（二）1.
  label TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (document, label)
) STRICT;
CREATE INDEX clauses_by_document ON clauses(document, position);
-- What in the house fulfils a clause: a legal rule, an item, a responsibility, a page.
CREATE TABLE clause_links (
  id INTEGER PRIMARY KEY NOT NULL,
  clause INTEGER NOT NULL REFERENCES clauses(id),
  kind TEXT NOT NULL CHECK (kind IN ('rule', 'item', 'page', 'form')),
  target TEXT NOT NULL,
  note TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX clause_links_current ON clause_links(clause, kind, target)
  WHERE until IS NULL;
CREATE INDEX clause_links_by_target ON clause_links(kind, target) WHERE until IS NULL;
CREATE TABLE responsibilities (
  id INTEGER PRIMARY KEY NOT NULL,
  matter TEXT NOT NULL,
  department TEXT NOT NULL REFERENCES departments(code),
  level TEXT NOT NULL,
  -- One authority, or none where every one of the level has it.
  authority INTEGER REFERENCES authorities(id),
  jurisdiction TEXT NOT NULL REFERENCES regions(code),
  part TEXT NOT NULL,
  duty TEXT NOT NULL,
  clause INTEGER REFERENCES clauses(id),
  valid_from TEXT,
  valid_until TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  change INTEGER NOT NULL REFERENCES changes(id),
  ended_by INTEGER REFERENCES changes(id),
  CHECK ((until IS NULL) = (ended_by IS NULL)),
  CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)
) STRICT;
CREATE INDEX responsibilities_by_jurisdiction ON responsibilities(jurisdiction, matter)
  WHERE until IS NULL;
CREATE INDEX responsibilities_by_clause ON responsibilities(clause) WHERE until IS NULL;

-- What is registered already is known from its last change on.
INSERT INTO changes (at, source, reason)
  SELECT 0 * count(*), 'setup', '升级时已登记的机关' FROM authorities HAVING count(*) > 0;
INSERT INTO authority_versions (authority, name, parent, level, region, area, is_support, since,
    change)
  SELECT id, name, NULL, level, region, '', 0, 0, (SELECT max(id) FROM changes) FROM authorities;
INSERT INTO changes (at, source, reason)
  SELECT coalesce(max(updated_at), 0), 'setup', '升级时已登记的人员'
  FROM (SELECT updated_at FROM inspectors UNION ALL SELECT updated_at FROM experts) known
  HAVING count(*) > 0;
INSERT INTO person_versions (person, name, authority, employer, title, region, status, since,
    change)
  SELECT p.code, p.name, p.authority, '', '', p.region, p.status, p.updated_at,
    (SELECT max(id) FROM changes)
  FROM inspectors p;
INSERT INTO person_versions (person, name, authority, employer, title, region, status, since,
    change)
  SELECT p.code, p.name, NULL, p.employer, p.title, p.region, p.status, p.updated_at,
    (SELECT max(id) FROM changes)
  FROM experts p;
INSERT INTO person_facts (person, kind, what, number, organisation, uscc, valid_until, note, since,
    change)
  SELECT p.code, 'certificate', 'department', p.certificate_number, '', '', p.certificate_until,
    '', p.updated_at, (SELECT max(id) FROM changes)
  FROM inspectors p;
INSERT INTO person_facts (person, kind, what, number, organisation, uscc, note, since, change)
  SELECT p.code, 'skill', s.field, '', '', '', '', p.updated_at, (SELECT max(id) FROM changes)
  FROM inspectors p JOIN inspector_skills s ON s.inspector = p.id;
INSERT INTO person_facts (person, kind, what, number, organisation, uscc, note, since, change)
  SELECT p.code, 'skill', s.field, '', '', '', '', p.updated_at, (SELECT max(id) FROM changes)
  FROM experts p JOIN expert_fields s ON s.expert = p.id;
INSERT INTO person_facts (person, kind, what, number, organisation, uscc, valid_until, note, since,
    change)
  SELECT p.code, 'term', '', '', '', '', p.valid_until, '', p.updated_at,
    (SELECT max(id) FROM changes)
  FROM experts p;
