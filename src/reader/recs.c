#include <config.h>

#include "reader/recs.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "reader/report.h"
#include "reader/library.h"

static const char *value(const struct report *r, uint32_t rec, enum rec_key key)
{
	return doc_str(r->doc, r->doc->recs[rec].value[key]);
}

static const char *meta(const struct report *r, const char *key)
{
	return index_value(r->variant->meta, r->variant->nmeta, key);
}

static bool holds(const char *hay, const char *needle)
{
	char *h, *n;
	bool is;

	if (!needle || !*needle)
		return true;
	h = fold_key(hay);
	n = fold_key(needle);
	is = strstr(h, n) != NULL;
	free(h);
	free(n);
	return is;
}

bool rec_matches(const struct report *r, uint32_t rec, const struct rec_filter *f)
{
	return holds(value(r, rec, REC_TO), f->to) && holds(value(r, rec, REC_FROM), f->from) &&
	       holds(value(r, rec, REC_THEME), f->theme);
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

static void add_block(const struct report *r, uint32_t block, struct buf *out)
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
	add_block(r, r->doc->recs[rec].block, out);
}

void rec_context(const struct report *r, uint32_t rec, struct buf *out)
{
	const struct doc *doc = r->doc;
	uint32_t list = doc->blocks[doc->recs[rec].block].parent, before;

	if (list == NONE || doc->blocks[list].kind != BLOCK_LIST || list == 0)
		return;
	/* the sibling that ends where the list begins */
	before = list - 1;
	while (before != NONE && before && doc->blocks[before].parent != doc->blocks[list].parent)
		before = doc->blocks[before].parent;
	if (before != NONE && before && doc->blocks[before].kind == BLOCK_PARAGRAPH)
		add_block(r, before, out);
}

void rec_heading_text(const struct report *r, uint32_t rec, struct buf *out)
{
	uint32_t h = doc_heading_of(r->doc, r->doc->recs[rec].block);

	if (h != NONE)
		add_block(r, h, out);
}

static void add_part(struct buf *out, const char *part)
{
	if (!*part)
		return;
	if (out->len)
		buf_adds(out, ", ");
	buf_adds(out, part);
}

void rec_citation(const struct report *r, uint32_t rec, struct buf *out)
{
	const char *publisher = meta(r, "publisher"), *para = value(r, rec, REC_PARA);

	if (!*publisher)
		publisher = *meta(r, "author") ? meta(r, "author") : r->bundle->ix->publisher;
	add_part(out, publisher);
	add_part(out, report_title(r));
	add_part(out, rec_mechanism_label(meta(r, "mechanism")));
	add_part(out, meta(r, "symbol"));
	add_part(out, meta(r, "date"));
	if (*para) {
		struct buf p = BUF_INIT;

		buf_addf(&p, _("para. %s"), para);
		add_part(out, buf_str(&p));
		buf_free(&p);
	} else if (r->doc->recs[rec].declared) {
		struct buf p = BUF_INIT;

		buf_addf(&p, _("recommendation %s"), value(r, rec, REC_ID));
		add_part(out, buf_str(&p));
		buf_free(&p);
	}
}

void rec_summary(const struct report *r, uint32_t rec, struct buf *out)
{
	const char *from = value(r, rec, REC_FROM), *to = value(r, rec, REC_TO), *theme = value(r, rec, REC_THEME);

	if (!r->doc->recs[rec].declared)
		buf_adds(out, _("detected"));
	else if (*value(r, rec, REC_PARA))
		buf_adds(out, value(r, rec, REC_PARA));
	else
		buf_adds(out, value(r, rec, REC_ID));
	if (*from && *to)
		buf_addf(out, _(" · from %s to %s"), from, to);
	else if (*to)
		buf_addf(out, _(" · to %s"), to);
	else if (*from)
		buf_addf(out, _(" · from %s"), from);
	if (*theme)
		buf_addf(out, " · %s", theme);
}

const char *rec_key_label(enum rec_key key)
{
	static const char *const labels[REC_KEYS] = {
		[REC_ID] = N_("Reference"),
		[REC_PARA] = N_("Paragraph"),
		[REC_FROM] = N_("From"),
		[REC_TO] = N_("To"),
		[REC_THEME] = N_("Theme"),
		[REC_PERSONS] = N_("Affected persons"),
		[REC_SDG] = N_("SDG target"),
		[REC_RESPONSE] = N_("Response"),
		[REC_IMPLEMENTATION] = N_("Implementation"),
		[REC_ASSESSED] = N_("Assessed"),
		[REC_ACTION] = N_("Action category"),
		[REC_SEE] = N_("See also"),
	};

	return tr(labels[key]);
}

struct word { const char *value, *label; };

static const char *label_of(const struct word *words, size_t n, const char *v)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i].value, v))
			return tr(words[i].label);
	return v;
}

const char *rec_value_label(enum rec_key key, const char *v)
{
	static const struct word responses[] = {
		{ "supported", N_("supported") },
		{ "supported-in-part", N_("supported in part") },
		{ "noted", N_("noted") },
	};
	static const struct word implementations[] = {
		{ "implemented", N_("implemented") },
		{ "partially-implemented", N_("partially implemented") },
		{ "not-implemented", N_("not implemented") },
		{ "in-progress", N_("in progress") },
	};

	if (key == REC_RESPONSE)
		return label_of(responses, sizeof responses / sizeof *responses, v);
	if (key == REC_IMPLEMENTATION)
		return label_of(implementations, sizeof implementations / sizeof *implementations, v);
	return v;
}

const char *rec_mechanism_label(const char *mechanism)
{
	static const struct word mechanisms[] = {
		{ "upr", N_("Universal Periodic Review") },
		{ "treaty-body", N_("UN treaty body") },
		{ "special-procedure", N_("UN special procedure") },
		{ "ohchr-report", N_("report of the UN High Commissioner for Human Rights") },
		{ "regional", N_("regional mechanism") },
		{ "submission", N_("submission by an organisation, not adopted by the UN") },
	};

	return label_of(mechanisms, sizeof mechanisms / sizeof *mechanisms, mechanism);
}
