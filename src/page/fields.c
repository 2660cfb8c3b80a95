#include <config.h>
#include "page/layout.h"

#include <string.h>

#include "base/i18n.h"
#include "doc/rec_words.h"

/* In the order they are shown. */
static const enum rec_key order[] = {
	REC_FROM, REC_TO, REC_THEME, REC_PERSONS, REC_SDG, REC_RESPONSE, REC_IMPLEMENTATION, REC_ASSESSED, REC_ACTION, REC_PARA,
	REC_SEE, REC_ID,
};

static void field_next(size_t start, const char *between, struct buf *out)
{
	if (out->len > start)
		buf_adds(out, between);
}

void fields_text(const struct doc *doc, uint32_t n, const char *mechanism, const char *between, bool whole, struct buf *out)
{
	const struct doc_rec *rec = &doc->recs[n];
	const char *other = doc_str(doc, rec->other), *value;
	struct buf source = BUF_INIT;
	size_t i, len, start = out->len;

	rec_source_text(doc_str(doc, rec->value[REC_FROM]), mechanism, &source);
	for (i = 0; i < sizeof order / sizeof *order; i++) {
		value = order[i] == REC_FROM ? buf_str(&source) : doc_str(doc, rec->value[order[i]]);
		if (!*value || (order[i] == REC_ID && !rec->declared) || (!whole && (order[i] == REC_FROM || order[i] == REC_TO)))
			continue;
		value = rec_value_label(order[i], value);
		field_next(start, between, out);
		rec_field_text(order[i], value, strlen(value), out);
	}
	buf_free(&source);
	for (; *other; other += len) {
		len = strcspn(other, "\n");
		if (len) {
			field_next(start, between, out);
			buf_add(out, other, len);
		} else {
			len = 1;
		}
	}
	if (!rec->declared && whole) {
		field_next(start, between, out);
		buf_adds(out, _("detected, not declared"));
	}
}

void fields_show(struct page *p, uint32_t n)
{
	const struct doc_rec *rec = &p->doc->recs[n];
	struct buf text = BUF_INIT;
	struct flow flow = { 0 };
	uint32_t block = p->last > rec->block && p->last < p->doc->blocks[rec->block].end ? p->last : rec->block;

	/* no line begins with the sign between two of them */
	fields_text(p->doc, n, p->options.mechanism ? p->options.mechanism : "", p->options.ascii ? " | " : "\302\240· ", true, &text);
	flow_made(&flow, p, page_add_made(p, buf_str(&text), text.len), (uint32_t)text.len, STYLE_REC_FIELD);
	p->gap = false;
	layout_flow(p, &flow, block);
	flow_free(&flow);
	buf_free(&text);
}
