#include <config.h>
#include "page/layout.h"

#include <string.h>

#include "base/i18n.h"

/* Fields in the order they are shown, as whole patterns. */
static const struct {
	enum rec_key key;
	const char *pattern;
} fields[] = {
	{ REC_FROM, N_("From: %s") },
	{ REC_TO, N_("To: %s") },
	{ REC_THEME, N_("Theme: %s") },
	{ REC_PERSONS, N_("Persons: %s") },
	{ REC_SDG, N_("SDG: %s") },
	{ REC_RESPONSE, N_("Response: %s") },
	{ REC_IMPLEMENTATION, N_("Implementation: %s") },
	{ REC_ASSESSED, N_("Assessed: %s") },
	{ REC_ACTION, N_("Action: %s") },
	{ REC_PARA, N_("Paragraph: %s") },
	{ REC_SEE, N_("See: %s") },
	{ REC_ID, N_("Id: %s") },
};

/* Values that the format fixes, in words. */
static const struct {
	const char *value, *words;
} known[] = {
	{ "supported", N_("supported") },
	{ "supported-in-part", N_("supported in part") },
	{ "noted", N_("noted") },
	{ "implemented", N_("implemented") },
	{ "partially-implemented", N_("partially implemented") },
	{ "not-implemented", N_("not implemented") },
	{ "in-progress", N_("in progress") },
};

static const char *field_words(enum rec_key key, const char *value)
{
	size_t i;

	if (key == REC_RESPONSE || key == REC_IMPLEMENTATION)
		for (i = 0; i < sizeof known / sizeof *known; i++)
			if (!strcmp(value, known[i].value))
				return tr(known[i].words);
	return value;
}

static void field_add(struct page *p, struct buf *out, const char *pattern, const char *value, size_t len)
{
	const char *mark = strstr(pattern, "%s");

	if (out->len)
		buf_adds(out, p->options.ascii ? " | " : " · ");
	buf_add(out, pattern, mark ? (size_t)(mark - pattern) : strlen(pattern));
	buf_add(out, value, len);
	if (mark)
		buf_adds(out, mark + 2);
}

static void fields_add(struct page *p, const struct doc_rec *rec, struct buf *out)
{
	const char *other = doc_str(p->doc, rec->other), *value;
	size_t i, n;

	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		value = doc_str(p->doc, rec->value[fields[i].key]);
		if (!*value || (fields[i].key == REC_ID && !rec->declared))
			continue;
		value = field_words(fields[i].key, value);
		field_add(p, out, tr(fields[i].pattern), value, strlen(value));
	}
	for (; *other; other += n) {
		n = strcspn(other, "\n");
		if (n)
			field_add(p, out, "%s", other, n);
		else
			n = 1;
	}
	if (!rec->declared)
		field_add(p, out, "%s", _("detected, not declared"), strlen(_("detected, not declared")));
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
