#pragma once
#include <libpq-fe.h>

/* Character constants of the error report; they do not reach Swift as integers. */

static const int mingcha_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int mingcha_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int mingcha_diag_detail = PG_DIAG_MESSAGE_DETAIL;
static const int mingcha_diag_table = PG_DIAG_TABLE_NAME;
static const int mingcha_diag_column = PG_DIAG_COLUMN_NAME;
static const int mingcha_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
