-- The house: every room's tables. Instants are UTC milliseconds, days are ISO text, truth is 0 or 1.
-- Written for SQLite STRICT; PostgreSQL translates the type names.

-- Reference: codes that the law or a standard gives.
CREATE TABLE regions (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  parent TEXT REFERENCES regions(code)
) STRICT;
CREATE TABLE departments (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE fields (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE TABLE legal_rules (
  rule TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  topic TEXT NOT NULL,
  value INTEGER NOT NULL,
  unit TEXT NOT NULL,
  basis TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (rule, jurisdiction, valid_from)
) STRICT;
CREATE TABLE calendar_days (
  day TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('off', 'work')),
  source TEXT NOT NULL
) STRICT;
CREATE TABLE reference_files (
  name TEXT PRIMARY KEY NOT NULL,
  digest TEXT NOT NULL,
  loaded_at INTEGER NOT NULL
) STRICT;
CREATE TABLE form_templates (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  issuer TEXT NOT NULL
) STRICT;
CREATE TABLE form_items (
  template INTEGER NOT NULL REFERENCES form_templates(id),
  item INTEGER NOT NULL,
  title TEXT NOT NULL,
  lead TEXT,
  is_answered INTEGER NOT NULL,
  PRIMARY KEY (template, item)
) STRICT;
CREATE TABLE form_checks (
  template INTEGER NOT NULL,
  item INTEGER NOT NULL,
  position INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (template, item, position),
  FOREIGN KEY (template, item) REFERENCES form_items(template, item)
) STRICT;

-- Accounts and authorities.
CREATE TABLE authorities (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  department TEXT NOT NULL REFERENCES departments(code),
  level TEXT NOT NULL
    CHECK (level IN ('national', 'province', 'city', 'district', 'station', 'unit')),
  region TEXT NOT NULL REFERENCES regions(code)
) STRICT;
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY NOT NULL,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  -- Somebody else knows the password: it is changed before anything else is done.
  is_initial INTEGER NOT NULL,
  authority INTEGER REFERENCES authorities(id),
  body INTEGER,
  inspector INTEGER,
  state TEXT NOT NULL CHECK (state IN ('active', 'ended')),
  failures INTEGER NOT NULL,
  locked_until INTEGER,
  created_at INTEGER NOT NULL,
  CHECK ((authority IS NULL) <> (body IS NULL))
) STRICT;
CREATE INDEX accounts_by_authority ON accounts(authority, login);
CREATE INDEX accounts_by_inspector ON accounts(inspector);
CREATE INDEX accounts_by_body ON accounts(body);
CREATE TABLE account_roles (
  account INTEGER NOT NULL REFERENCES accounts(id),
  role TEXT NOT NULL,
  PRIMARY KEY (account, role)
) STRICT;
CREATE TABLE sessions (
  token TEXT PRIMARY KEY NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions(account);

-- Journal: append-only, chained.
CREATE TABLE journal (
  number INTEGER PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL,
  account INTEGER,
  actor TEXT NOT NULL,
  authority INTEGER,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  previous TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX journal_by_subject ON journal(subject_kind, subject, number);
CREATE INDEX journal_by_authority ON journal(authority, number);
CREATE TABLE journal_head (
  only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
  number INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;

-- Registry 一单两库.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('bodies', 'inspectors', 'experts', 'conflicts', 'calendar')),
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  rows_new INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  rows_same INTEGER NOT NULL,
  rows_refused INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('checked', 'accepted', 'dropped')),
  authority INTEGER REFERENCES authorities(id),
  at INTEGER NOT NULL,
  account INTEGER REFERENCES accounts(id),
  decided_at INTEGER
) STRICT;
CREATE INDEX imports_by_authority ON imports(authority, id);
CREATE INDEX imports_by_digest ON imports(file_digest, state);
-- What was found in the file: refused rows and cells, and doubts about accepted ones.
CREATE TABLE import_findings (
  import INTEGER NOT NULL REFERENCES imports(id),
  number INTEGER NOT NULL,
  is_refused INTEGER NOT NULL,
  row_number INTEGER,
  column_name TEXT NOT NULL,
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  suggestion TEXT NOT NULL,
  PRIMARY KEY (import, number)
) STRICT;
CREATE TABLE bodies (
  id INTEGER PRIMARY KEY NOT NULL,
  uscc TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  certificate_number TEXT NOT NULL,
  certificate_until TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code),
  address TEXT NOT NULL,
  legal_representative TEXT NOT NULL,
  contact TEXT NOT NULL,
  credit_class TEXT NOT NULL CHECK (credit_class IN ('A', 'B', 'C', 'D')),
  status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'ended')),
  warning TEXT NOT NULL,
  import INTEGER REFERENCES imports(id),
  updated_at INTEGER NOT NULL
) STRICT;
-- The first also answers the search box and counts without touching the table.
CREATE INDEX bodies_by_region ON bodies(region, name, id, uscc, certificate_number);
CREATE INDEX bodies_by_name ON bodies(name, region, id);
CREATE INDEX bodies_by_credit ON bodies(credit_class, region, name, id);
CREATE INDEX bodies_by_region_credit ON bodies(region, credit_class, name, id);
CREATE INDEX bodies_by_status ON bodies(status, region, name, id);
CREATE INDEX bodies_by_validity ON bodies(certificate_until, region, name, id);
CREATE INDEX bodies_by_region_validity ON bodies(region, certificate_until, name, id);
CREATE INDEX bodies_by_certificate ON bodies(certificate_number);
CREATE INDEX bodies_by_import ON bodies(import);
CREATE TABLE body_fields (
  body INTEGER NOT NULL REFERENCES bodies(id),
  field TEXT NOT NULL REFERENCES fields(code),
  PRIMARY KEY (body, field)
) STRICT;
CREATE INDEX body_fields_by_field ON body_fields(field, body);
CREATE TABLE sites (
  id INTEGER PRIMARY KEY NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code)
) STRICT;
CREATE INDEX sites_by_body ON sites(body);
CREATE INDEX sites_by_region ON sites(region, body);
CREATE TABLE inspectors (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  department TEXT NOT NULL REFERENCES departments(code),
  authority INTEGER NOT NULL REFERENCES authorities(id),
  region TEXT NOT NULL REFERENCES regions(code),
  certificate_number TEXT NOT NULL,
  certificate_until TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'leave', 'ended')),
  import INTEGER REFERENCES imports(id),
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inspectors_by_region ON inspectors(region, name, id);
CREATE INDEX inspectors_by_name ON inspectors(name, region, id);
CREATE INDEX inspectors_by_department ON inspectors(department, region, code);
CREATE INDEX inspectors_by_authority ON inspectors(authority, name, id);
CREATE INDEX inspectors_by_validity ON inspectors(certificate_until, region, name, id);
CREATE INDEX inspectors_by_import ON inspectors(import);
CREATE TABLE inspector_skills (
  inspector INTEGER NOT NULL REFERENCES inspectors(id),
  field TEXT NOT NULL REFERENCES fields(code),
  PRIMARY KEY (inspector, field)
) STRICT;
CREATE INDEX inspector_skills_by_field ON inspector_skills(field, inspector);
CREATE TABLE experts (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  employer TEXT NOT NULL,
  title TEXT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code),
  valid_until TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'leave', 'ended')),
  import INTEGER REFERENCES imports(id),
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX experts_by_region ON experts(region, name, id);
CREATE INDEX experts_by_name ON experts(name, region, id);
CREATE INDEX experts_by_validity ON experts(valid_until, region, name, id);
CREATE INDEX experts_by_import ON experts(import);
CREATE TABLE expert_fields (
  expert INTEGER NOT NULL REFERENCES experts(id),
  field TEXT NOT NULL REFERENCES fields(code),
  PRIMARY KEY (expert, field)
) STRICT;
CREATE INDEX expert_fields_by_field ON expert_fields(field, expert);
-- Who must not visit whom; `person` is an inspector's or an expert's code.
CREATE TABLE conflicts (
  person TEXT NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  reason TEXT NOT NULL,
  PRIMARY KEY (person, body, reason)
) STRICT;
CREATE INDEX conflicts_by_body ON conflicts(body, person);

-- Plans.
CREATE TABLE plans (
  id INTEGER PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  year INTEGER NOT NULL,
  basis TEXT NOT NULL,
  authority INTEGER NOT NULL REFERENCES authorities(id),
  region TEXT NOT NULL REFERENCES regions(code),
  template INTEGER NOT NULL REFERENCES form_templates(id),
  total INTEGER NOT NULL,
  target_ratio INTEGER NOT NULL,
  suite TEXT NOT NULL CHECK (suite IN ('sha256', 'sm3')),
  minimum INTEGER NOT NULL,
  is_unannounced INTEGER NOT NULL,
  self_check_until TEXT NOT NULL,
  visits_from TEXT NOT NULL,
  visits_until TEXT NOT NULL,
  results_until TEXT NOT NULL,
  stage TEXT NOT NULL,
  created_by INTEGER NOT NULL REFERENCES accounts(id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plans_by_region ON plans(region, year, id);
CREATE TABLE plan_fields (
  plan INTEGER NOT NULL REFERENCES plans(id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  field TEXT NOT NULL REFERENCES fields(code),
  quota INTEGER NOT NULL,
  focus TEXT NOT NULL,
  PRIMARY KEY (plan, position),
  UNIQUE (plan, name)
) STRICT;
CREATE TABLE plan_roles (
  plan INTEGER NOT NULL,
  position INTEGER NOT NULL,
  place INTEGER NOT NULL,
  department TEXT NOT NULL REFERENCES departments(code),
  people INTEGER NOT NULL,
  is_lead INTEGER NOT NULL,
  PRIMARY KEY (plan, position, place),
  UNIQUE (plan, position, department),
  FOREIGN KEY (plan, position) REFERENCES plan_fields(plan, position)
) STRICT;
CREATE TABLE plan_weights (
  plan INTEGER NOT NULL REFERENCES plans(id),
  credit_class TEXT NOT NULL CHECK (credit_class IN ('A', 'B', 'C', 'D')),
  weight INTEGER NOT NULL,
  PRIMARY KEY (plan, credit_class)
) STRICT;

-- Draws. The number is public and never used twice.
CREATE TABLE draws (
  id INTEGER PRIMARY KEY NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  plan INTEGER NOT NULL REFERENCES plans(id),
  authority INTEGER NOT NULL REFERENCES authorities(id),
  region TEXT NOT NULL REFERENCES regions(code),
  title TEXT NOT NULL,
  stage TEXT NOT NULL,
  suite TEXT NOT NULL,
  is_sealed INTEGER NOT NULL,
  roster_count INTEGER NOT NULL,
  inspector_count INTEGER NOT NULL,
  roster_root TEXT NOT NULL,
  inspectors_root TEXT NOT NULL,
  conflicts_root TEXT NOT NULL,
  rules_hash TEXT NOT NULL,
  beacon_source TEXT NOT NULL,
  beacon_issue TEXT NOT NULL,
  beacon_format TEXT NOT NULL,
  beacon_example TEXT NOT NULL,
  beacon_fallback TEXT NOT NULL,
  beacon_after INTEGER NOT NULL,
  challenge_until INTEGER NOT NULL,
  beacon_value TEXT,
  beacon_evidence TEXT,
  beacon_is_fallback INTEGER,
  beacon_at INTEGER,
  frozen_at INTEGER NOT NULL,
  frozen_by INTEGER NOT NULL REFERENCES accounts(id),
  drawn_at INTEGER,
  revealed_at INTEGER,
  voided_at INTEGER,
  void_reason TEXT,
  refusal TEXT,
  drawn_digest TEXT,
  end_digest TEXT
) STRICT;
CREATE UNIQUE INDEX draws_one_live_per_plan ON draws(plan) WHERE stage <> 'void';
CREATE INDEX draws_by_region ON draws(region, number);
CREATE INDEX draws_by_plan ON draws(plan, number);
CREATE TABLE draw_files (
  draw INTEGER NOT NULL REFERENCES draws(id),
  name TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (draw, name)
) STRICT;
CREATE TABLE draw_contributors (
  draw INTEGER NOT NULL REFERENCES draws(id),
  contributor TEXT NOT NULL,
  authority INTEGER NOT NULL REFERENCES authorities(id),
  commitment TEXT,
  committed_at INTEGER,
  committed_by INTEGER REFERENCES accounts(id),
  secret TEXT,
  handed_in_at INTEGER,
  handed_in_by INTEGER REFERENCES accounts(id),
  PRIMARY KEY (draw, contributor)
) STRICT;
CREATE INDEX draw_contributors_by_authority ON draw_contributors(authority, draw);
CREATE TABLE draw_stages (
  draw INTEGER NOT NULL REFERENCES draws(id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  field TEXT NOT NULL REFERENCES fields(code),
  pool INTEGER NOT NULL,
  quota INTEGER NOT NULL,
  drawn INTEGER,
  shortfall INTEGER,
  PRIMARY KEY (draw, number)
) STRICT;
CREATE TABLE draw_strata (
  draw INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  name TEXT NOT NULL,
  records INTEGER NOT NULL,
  weight INTEGER NOT NULL,
  allocated INTEGER NOT NULL,
  PRIMARY KEY (draw, stage, name),
  FOREIGN KEY (draw, stage) REFERENCES draw_stages(draw, number)
) STRICT;
-- The tickets of a pool, one `id TAB ticket` line each, in ticket order: what the ruler shows.
CREATE TABLE draw_rulers (
  draw INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  stratum TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (draw, stage, stratum),
  FOREIGN KEY (draw, stage, stratum) REFERENCES draw_strata(draw, stage, name)
) STRICT;
CREATE TABLE draw_picks (
  draw INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  place INTEGER NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies(id),
  stratum TEXT NOT NULL,
  ticket TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('drawn', 'left', 'replacement')),
  PRIMARY KEY (draw, stage, place),
  UNIQUE (draw, body),
  FOREIGN KEY (draw, stage) REFERENCES draw_stages(draw, number)
) STRICT;
CREATE INDEX draw_picks_by_body ON draw_picks(body, draw);
CREATE TABLE draw_amendments (
  draw INTEGER NOT NULL REFERENCES draws(id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('object', 'inspector')),
  body INTEGER NOT NULL REFERENCES bodies(id),
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  end_digest TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  PRIMARY KEY (draw, number)
) STRICT;

-- Self-checks 自查.
CREATE TABLE self_checks (
  id INTEGER PRIMARY KEY NOT NULL,
  plan INTEGER NOT NULL REFERENCES plans(id),
  body INTEGER NOT NULL REFERENCES bodies(id),
  template INTEGER NOT NULL REFERENCES form_templates(id),
  region TEXT NOT NULL REFERENCES regions(code),
  due_on TEXT NOT NULL,
  stage TEXT NOT NULL,
  submitted_at INTEGER,
  submitted_by INTEGER REFERENCES accounts(id),
  UNIQUE (plan, body)
) STRICT;
CREATE INDEX self_checks_by_body ON self_checks(body, plan);
CREATE INDEX self_checks_by_plan ON self_checks(plan, region, stage, id);
CREATE TABLE self_check_answers (
  self_check INTEGER NOT NULL REFERENCES self_checks(id),
  item INTEGER NOT NULL,
  answer TEXT NOT NULL,
  description TEXT NOT NULL,
  at INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  PRIMARY KEY (self_check, item)
) STRICT;

-- Visits 现场检查 and findings.
CREATE TABLE visits (
  id INTEGER PRIMARY KEY NOT NULL,
  draw INTEGER NOT NULL REFERENCES draws(id),
  plan INTEGER NOT NULL REFERENCES plans(id),
  body INTEGER NOT NULL REFERENCES bodies(id),
  field TEXT NOT NULL REFERENCES fields(code),
  template INTEGER NOT NULL REFERENCES form_templates(id),
  region TEXT NOT NULL REFERENCES regions(code),
  stage TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  due_on TEXT NOT NULL,
  place TEXT NOT NULL,
  starts_at INTEGER,
  notice_at INTEGER,
  notice_by INTEGER REFERENCES accounts(id),
  notice_read_at INTEGER,
  began_at INTEGER,
  finished_at INTEGER,
  summary TEXT NOT NULL,
  -- Why the inspection could not be an ordinary one; empty without circumstances.
  circumstance_note TEXT NOT NULL,
  submitted_by INTEGER REFERENCES accounts(id),
  countersigned_by INTEGER REFERENCES accounts(id),
  approved_by INTEGER REFERENCES accounts(id),
  approved_at INTEGER,
  publish_on TEXT,
  updated_at INTEGER NOT NULL,
  UNIQUE (draw, body)
) STRICT;
CREATE INDEX visits_by_region ON visits(region, stage, due_on, id);
CREATE INDEX visits_by_stage ON visits(stage, publish_on, id);
CREATE INDEX visits_by_plan ON visits(plan, stage, id);
CREATE INDEX visits_by_body ON visits(body, id);
CREATE TABLE visit_members (
  visit INTEGER NOT NULL REFERENCES visits(id),
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  department TEXT NOT NULL REFERENCES departments(code),
  role TEXT NOT NULL,
  inspector INTEGER REFERENCES inspectors(id),
  expert INTEGER REFERENCES experts(id),
  ticket TEXT NOT NULL,
  left_at INTEGER,
  PRIMARY KEY (visit, person)
) STRICT;
CREATE INDEX visit_members_by_visit ON visit_members(visit, left_at);
CREATE INDEX visit_members_by_inspector ON visit_members(inspector, visit);
CREATE INDEX visit_members_by_expert ON visit_members(expert, visit);
CREATE TABLE visit_answers (
  visit INTEGER NOT NULL REFERENCES visits(id),
  item INTEGER NOT NULL,
  answer TEXT NOT NULL,
  description TEXT NOT NULL,
  is_corrected INTEGER NOT NULL,
  -- Kind of violation (不实 B1…B4, 虚假 X1…X5), empty for an ordinary problem or none.
  nature TEXT NOT NULL,
  at INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  PRIMARY KEY (visit, item)
) STRICT;
CREATE INDEX visit_answers_by_answer ON visit_answers(visit, answer);
CREATE TABLE visit_circumstances (
  visit INTEGER NOT NULL REFERENCES visits(id),
  circumstance TEXT NOT NULL,
  PRIMARY KEY (visit, circumstance)
) STRICT;
CREATE TABLE visit_measures (
  visit INTEGER NOT NULL REFERENCES visits(id),
  measure TEXT NOT NULL,
  PRIMARY KEY (visit, measure)
) STRICT;
CREATE TABLE visit_results (
  visit INTEGER NOT NULL REFERENCES visits(id),
  code TEXT NOT NULL,
  PRIMARY KEY (visit, code)
) STRICT;
CREATE TABLE visit_decisions (
  visit INTEGER NOT NULL REFERENCES visits(id),
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  at INTEGER NOT NULL,
  account INTEGER REFERENCES accounts(id),
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (visit, number)
) STRICT;
CREATE TABLE rectifications (
  id INTEGER PRIMARY KEY NOT NULL,
  visit INTEGER NOT NULL UNIQUE REFERENCES visits(id),
  body INTEGER NOT NULL REFERENCES bodies(id),
  region TEXT NOT NULL REFERENCES regions(code),
  due_on TEXT NOT NULL,
  stage TEXT NOT NULL,
  demand TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE INDEX rectifications_by_region ON rectifications(region, stage, due_on, id);
CREATE INDEX rectifications_by_body ON rectifications(body, id);
CREATE TABLE rectification_entries (
  rectification INTEGER NOT NULL REFERENCES rectifications(id),
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  content TEXT NOT NULL,
  at INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts(id),
  name TEXT NOT NULL,
  PRIMARY KEY (rectification, number)
) STRICT;

-- Publication: one record per version; a correction is a new version.
CREATE TABLE publications (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'draw', 'result')),
  subject INTEGER NOT NULL,
  version INTEGER NOT NULL,
  plan INTEGER NOT NULL REFERENCES plans(id),
  body INTEGER REFERENCES bodies(id),
  region TEXT NOT NULL REFERENCES regions(code),
  title TEXT NOT NULL,
  record TEXT NOT NULL,
  digest TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  account INTEGER REFERENCES accounts(id),
  corrects INTEGER REFERENCES publications(id),
  correction TEXT NOT NULL,
  UNIQUE (kind, subject, version)
) STRICT;
CREATE INDEX publications_by_kind ON publications(kind, published_at, id);
CREATE INDEX publications_by_region ON publications(kind, region, published_at, id);
CREATE INDEX publications_by_body ON publications(body, kind, published_at);
CREATE INDEX publications_by_plan ON publications(plan, kind, published_at);
-- The national wording of each published result, for the public list's filter.
CREATE TABLE publication_results (
  publication INTEGER NOT NULL REFERENCES publications(id),
  result TEXT NOT NULL,
  PRIMARY KEY (publication, result)
) STRICT;
CREATE INDEX publication_results_by_result ON publication_results(result, publication);
