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

/* No line begins with the sign between two of them. */
static void field_next(const struct page *p, struct buf *out)
{
	if (out->len)
		buf_adds(out, p->options.ascii ? " | " : "\302\240· ");
}

static void fields_add(struct page *p, const struct doc_rec *rec, struct buf *out)
{
	const char *other = doc_str(p->doc, rec->other), *value;
	struct buf source = BUF_INIT;
	size_t i, n;

	rec_source_text(doc_str(p->doc, rec->value[REC_FROM]), p->options.mechanism ? p->options.mechanism : "", &source);
	for (i = 0; i < sizeof order / sizeof *order; i++) {
		value = order[i] == REC_FROM ? buf_str(&source) : doc_str(p->doc, rec->value[order[i]]);
		if (!*value || (order[i] == REC_ID && !rec->declared))
			continue;
		value = rec_value_label(order[i], value);
		field_next(p, out);
		rec_field_text(order[i], value, strlen(value), out);
	}
	buf_free(&source);
	for (; *other; other += n) {
		n = strcspn(other, "\n");
		if (n) {
			field_next(p, out);
			buf_add(out, other, n);
		} else {
			n = 1;
		}
	}
	if (!rec->declared) {
		field_next(p, out);
		buf_adds(out, _("detected, not declared"));
	}
}

void fields_show(struct page *p, uint32_t n)
{
	const struct doc_rec *rec = &p->doc->recs[n];
	struct buf text = BUF_INIT;
	struct flow flow = { 0 };
	uint32_t block = p->last > rec->block && p->last < p->doc->blocks[rec->block].end ? p->last : rec->block;

	fields_add(p, rec, &text);
	flow_made(&flow, p, page_add_made(p, buf_str(&text), text.len), (uint32_t)text.len, STYLE_REC_FIELD);
	p->gap = false;
	layout_flow(p, &flow, block);
	flow_free(&flow);
	buf_free(&text);
}
