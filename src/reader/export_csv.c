/* Comma-separated values (RFC 4180), one row each. */
#include <config.h>

#include <stdbool.h>
#include <string.h>

#include "notes/note.h"
#include "reader/export_parts.h"

/* What makes a spreadsheet run a cell as a formula, ASCII and full width; and what would hide such a sign from the test. */
static const char *const formula[] = { "=", "+", "-", "@", "\t", "\r", "|", "＝", "＋", "－", "＠" };

/* Whether an apostrophe must come first; one that is there gets another, so that taking one away gives the words back. */
static bool is_dangerous(const char *s)
{
	if (*s == '\'')
		return true;
	while (*s == ' ' || *s == '\n')
		s++;
	for (size_t i = 0; i < sizeof formula / sizeof *formula; i++)
		if (!strncmp(s, formula[i], strlen(formula[i])))
			return true;
	return false;
}

struct row {
	struct buf *out;
	char separator;
	bool any;
};

static void cell(struct row *row, const char *value)
{
	struct buf keep = BUF_INIT;
	const char *s = export_safe(value, &keep);

	if (row->any)
		buf_addc(row->out, row->separator);
	row->any = true;
	if (*s)
		buf_addc(row->out, '"');
	if (is_dangerous(s))
		buf_addc(row->out, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_addc(row->out, '"');
		buf_addc(row->out, *s);
	}
	if (*value)
		buf_addc(row->out, '"');
	buf_free(&keep);
}

static void end(struct row *row)
{
	buf_adds(row->out, "\r\n");
	row->any = false;
}

enum { COLUMNS_BEFORE = 16 };
static const char *const columns[] = {
	"id", "para", "text", "context", "from", "to", "theme", "persons", "sdg", "response", "implementation", "assessed", "symbol", "title",
	"date", "lang", /* here the person's own */
	"bundle", "series", "edition", "signature", "citation", "mechanism", "publisher", "url", "report", "heading", "action", "see", "other",
	"declared", "state", "key", "digest",
};
static const char *const own_columns[] = { "note", "tags", "status" };
static const char *const their_columns[] = { "note_by", "their_note", "their_tags", "their_status" };

static void heads(struct row *row, bool own, bool theirs)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		for (size_t k = 0; own && i == COLUMNS_BEFORE && k < sizeof own_columns / sizeof *own_columns; k++)
			cell(row, own_columns[k]);
		for (size_t k = 0; theirs && i == COLUMNS_BEFORE && k < sizeof their_columns / sizeof *their_columns; k++)
			cell(row, their_columns[k]);
		cell(row, columns[i]);
	}
	end(row);
}

static void cells(struct row *row, const char *const *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cell(row, values[i]);
}

static void entry(struct exporting *x, struct row *row, const struct rec_entry *e)
{
	const struct cited *c = e->cited;
	const struct note *note = export_private_note(x, e), *own = *e->creator ? NULL : note, *theirs = *e->creator ? note : NULL;
	struct buf citation = BUF_INIT;

	export_citation(x, e, &citation);
	cells(row, (const char *const[]){ e->value[REC_ID], e->value[REC_PARA], e->text, e->context, e->value[REC_FROM], e->value[REC_TO],
		e->value[REC_THEME], e->value[REC_PERSONS], e->value[REC_SDG], e->value[REC_RESPONSE], e->value[REC_IMPLEMENTATION],
		e->value[REC_ASSESSED], cited_symbol(c), c->title, e->date, c->lang }, COLUMNS_BEFORE);
	if (x->how->with_notes)
		cells(row, (const char *const[]){ own ? own->text : "", own ? e->tags : "", own ? work_status_names[own->status] : "" }, 3);
	if (x->how->with_others)
		cells(row, (const char *const[]){ e->creator, theirs ? theirs->text : "", theirs ? e->tags : "",
			theirs ? work_status_names[theirs->status] : "" }, 4);
	cells(row, (const char *const[]){ c->bundle, c->series, c->edition, export_signature(c) ? export_signature(c) : "", buf_str(&citation), c->mechanism, cited_by(c),
		cited_value(c, "url"), c->report, e->heading, e->value[REC_ACTION], e->value[REC_SEE], e->other,
		e->rec == NONE ? "" : e->declared ? "declared" : "detected", export_state(e), c->key ? c->key : "",
		export_digest(x, e) }, 17);
	end(row);
	buf_free(&citation);
}

void export_csv(struct exporting *x)
{
	struct row row = { x->out, x->how->separator ? x->how->separator : ',', false };

	if (x->how->bom)
		buf_adds(x->out, "\xEF\xBB\xBF");
	heads(&row, x->how->with_notes, x->how->with_others);
	for (uint32_t i = 0; i < x->view->count; i++)
		if (export_entry(x, i))
			entry(x, &row, export_entry(x, i));
}
