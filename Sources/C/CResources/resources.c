#include "resources.h"
#include <string.h>

/* Every file that ships inside the program. The compiler copies the bytes; nothing is parsed. */
static const unsigned char m0001_house_sql[] = {
#embed "../../Resources/Migrations/m0001_house.sql"
};
static const unsigned char m0002_bodies_sql[] = {
#embed "../../Resources/Migrations/m0002_bodies.sql"
};
static const unsigned char m0003_libraries_sql[] = {
#embed "../../Resources/Migrations/m0003_libraries.sql"
};
static const unsigned char m0004_capabilities_sql[] = {
#embed "../../Resources/Migrations/m0004_capabilities.sql"
};
static const unsigned char m0005_files_sql[] = {
#embed "../../Resources/Migrations/m0005_files.sql"
};
static const unsigned char m0006_accounts_sql[] = {
#embed "../../Resources/Migrations/m0006_accounts.sql"
};
static const unsigned char m0007_journal_sql[] = {
#embed "../../Resources/Migrations/m0007_journal.sql"
};
static const unsigned char calendar_tsv[] = {
#embed "../../Resources/Reference/calendar.tsv"
};
static const unsigned char citations_tsv[] = {
#embed "../../Resources/Reference/citations.tsv"
};
static const unsigned char clause_links_tsv[] = {
#embed "../../Resources/Reference/clause-links.tsv"
};
static const unsigned char clauses_tsv[] = {
#embed "../../Resources/Reference/clauses.tsv"
};
static const unsigned char departments_tsv[] = {
#embed "../../Resources/Reference/departments.tsv"
};
static const unsigned char documents_tsv[] = {
#embed "../../Resources/Reference/documents.tsv"
};
static const unsigned char fairness_tsv[] = {
#embed "../../Resources/Reference/fairness.tsv"
};
static const unsigned char fields_tsv[] = {
#embed "../../Resources/Reference/fields.tsv"
};
static const unsigned char library_codes_tsv[] = {
#embed "../../Resources/Reference/library-codes.tsv"
};
static const unsigned char plan_templates_json[] = {
#embed "../../Resources/Reference/plan-templates.json"
};
static const unsigned char regions_tsv[] = {
#embed "../../Resources/Reference/regions.tsv"
};
static const unsigned char registry_codes_tsv[] = {
#embed "../../Resources/Reference/registry-codes.tsv"
};
static const unsigned char responsibilities_tsv[] = {
#embed "../../Resources/Reference/responsibilities.tsv"
};
static const unsigned char rules_tsv[] = {
#embed "../../Resources/Reference/rules.tsv"
};
static const unsigned char self_check_datong_2025_json[] = {
#embed "../../Resources/Reference/self-check-datong-2025.json"
};
static const unsigned char self_check_shanghai_2023_json[] = {
#embed "../../Resources/Reference/self-check-shanghai-2023.json"
};
static const unsigned char dossier_css[] = {
#embed "../../Resources/Web/dossier.css"
};
static const unsigned char mingcha_css[] = {
#embed "../../Resources/Web/mingcha.css"
};
static const unsigned char mingcha_js[] = {
#embed "../../Resources/Web/mingcha.js"
};
static const unsigned char verify_engine_js[] = {
#embed "../../Resources/Web/verify-engine.js"
};
static const unsigned char verify_report_js[] = {
#embed "../../Resources/Web/verify-report.js"
};
static const unsigned char verify_js[] = {
#embed "../../Resources/Web/verify.js"
};
static const unsigned char draw_rules_md[] = {
#embed "../../Resources/Rule/draw-rules.md"
};
static const unsigned char verify_py[] = {
#embed "../../Resources/Rule/verify.py"
};

static const Resource all[] = {
  {"m0001_house.sql", m0001_house_sql, sizeof m0001_house_sql},
  {"m0002_bodies.sql", m0002_bodies_sql, sizeof m0002_bodies_sql},
  {"m0003_libraries.sql", m0003_libraries_sql, sizeof m0003_libraries_sql},
  {"m0004_capabilities.sql", m0004_capabilities_sql, sizeof m0004_capabilities_sql},
  {"m0005_files.sql", m0005_files_sql, sizeof m0005_files_sql},
  {"m0006_accounts.sql", m0006_accounts_sql, sizeof m0006_accounts_sql},
  {"m0007_journal.sql", m0007_journal_sql, sizeof m0007_journal_sql},
  {"calendar.tsv", calendar_tsv, sizeof calendar_tsv},
  {"citations.tsv", citations_tsv, sizeof citations_tsv},
  {"clause-links.tsv", clause_links_tsv, sizeof clause_links_tsv},
  {"clauses.tsv", clauses_tsv, sizeof clauses_tsv},
  {"departments.tsv", departments_tsv, sizeof departments_tsv},
  {"documents.tsv", documents_tsv, sizeof documents_tsv},
  {"fairness.tsv", fairness_tsv, sizeof fairness_tsv},
  {"fields.tsv", fields_tsv, sizeof fields_tsv},
  {"library-codes.tsv", library_codes_tsv, sizeof library_codes_tsv},
  {"plan-templates.json", plan_templates_json, sizeof plan_templates_json},
  {"regions.tsv", regions_tsv, sizeof regions_tsv},
  {"registry-codes.tsv", registry_codes_tsv, sizeof registry_codes_tsv},
  {"responsibilities.tsv", responsibilities_tsv, sizeof responsibilities_tsv},
  {"rules.tsv", rules_tsv, sizeof rules_tsv},
  {"self-check-datong-2025.json", self_check_datong_2025_json, sizeof self_check_datong_2025_json},
  {"self-check-shanghai-2023.json", self_check_shanghai_2023_json, sizeof self_check_shanghai_2023_json},
  {"dossier.css", dossier_css, sizeof dossier_css},
  {"mingcha.css", mingcha_css, sizeof mingcha_css},
  {"mingcha.js", mingcha_js, sizeof mingcha_js},
  {"verify-engine.js", verify_engine_js, sizeof verify_engine_js},
  {"verify-report.js", verify_report_js, sizeof verify_report_js},
  {"verify.js", verify_js, sizeof verify_js},
  {"draw-rules.md", draw_rules_md, sizeof draw_rules_md},
  {"verify.py", verify_py, sizeof verify_py},
};

Resource mingcha_resource(const char *name) {
  for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i].name, name) == 0) return all[i];
  return (Resource){name, 0, 0};
}
