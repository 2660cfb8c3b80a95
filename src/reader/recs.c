#include <config.h>

#include "reader/recs.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "doc/rec_words.h"
#include "reader/cite.h"
#include "reader/report.h"

static const char *value(const struct report *r, uint32_t rec, enum rec_key key)
{
	return doc_str(r->doc, r->doc->recs[rec].value[key]);
}

/* LF and runs of spaces become one space. */
static void add_one_line(struct buf *out, const char *s)
{
	bool gap = false;

	for (; *s; s++) {
		if (*s == '\n' || *s == ' ') {
			gap = true;
			continue;
		}
		if (gap && out->len)
			buf_addc(out, ' ');
		gap = false;
		buf_addc(out, *s);
	}
}

void rec_block_text(const struct report *r, uint32_t block, struct buf *out)
{
	struct buf text = BUF_INIT, line = BUF_INIT;

	doc_plain_text(r->doc, block, &text);
	add_one_line(&line, buf_str(&text));
	buf_adds(out, buf_str(&line));
	buf_free(&text);
	buf_free(&line);
}

void rec_text(const struct report *r, uint32_t rec, struct buf *out)
{
	rec_block_text(r, r->doc->recs[rec].block, out);
}

bool rec_is_at(const struct report *r, uint32_t block, const char *text)
{
	uint32_t rec = block < r->doc->nblocks ? doc_rec_at(r->doc, block) : NONE;
	struct buf now = BUF_INIT;
	bool is;

	if (rec == NONE || r->doc->recs[rec].block != block)
		return false;
	rec_text(r, rec, &now);
	is = !strcmp(buf_str(&now), text);
	buf_free(&now);
	return is;
}

void rec_context(const struct report *r, uint32_t rec, struct buf *out)
{
	uint32_t lead = doc_rec_lead(r->doc, rec);

	if (lead != NONE)
		rec_block_text(r, lead, out);
}

void rec_heading_text(const struct report *r, uint32_t rec, struct buf *out)
{
	uint32_t h = doc_heading_of(r->doc, r->doc->recs[rec].block);

	if (h != NONE)
		rec_block_text(r, h, out);
}

void rec_citation(const struct report *r, uint32_t rec, struct buf *out)
{
	struct cited c = cited_of(r);

	cite_add(&c, CITE_PLAIN, value(r, rec, REC_PARA), r->doc->recs[rec].declared ? value(r, rec, REC_ID) : "", out);
}

/* " · from X (kind of source) to Y", as far as it is known. */
static void add_from_to(const char *from, const char *mechanism, const char *to, struct buf *out)
{
	const char *kind = rec_mechanism_label(mechanism);
	struct buf source = BUF_INIT;

	if (*from) {
		rec_source_text(from, mechanism, &source);
		buf_addf(out, *to ? _(" · from %s to %s") : _(" · from %s"), buf_str(&source), to);
		buf_free(&source);
	} else if (*mechanism) {
		buf_addf(out, *to ? _(" · from an unknown source (%s), to %s") : _(" · from an unknown source (%s)"), kind, to);
	} else {
		buf_addf(out, *to ? _(" · from an unknown source, to %s") : _(" · from an unknown source"), to);
	}
}

void rec_summary_of(const struct rec_summary_parts *p, struct buf *out)
{
	if (!p->declared)
		buf_adds(out, _("detected"));
	else
		buf_adds(out, *p->para ? p->para : p->id);
	add_from_to(p->from, p->mechanism, p->to, out);
	if (*p->theme)
		buf_addf(out, " · %s", p->theme);
}
