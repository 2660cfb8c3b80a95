#include <config.h>

#include "reader/recs.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "doc/rec_words.h"
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
	uint32_t lead = doc_rec_lead(r->doc, rec);

	if (lead != NONE)
		add_block(r, lead, out);
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
	add_part(out, rec_mechanism_label(report_mechanism(r)));
	/* a UN symbol beside a submission would make it look adopted */
	if (strcmp(report_mechanism(r), "submission"))
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

void rec_summary(const struct report *r, uint32_t rec, struct buf *out)
{
	const char *theme = value(r, rec, REC_THEME);

	if (!r->doc->recs[rec].declared)
		buf_adds(out, _("detected"));
	else if (*value(r, rec, REC_PARA))
		buf_adds(out, value(r, rec, REC_PARA));
	else
		buf_adds(out, value(r, rec, REC_ID));
	add_from_to(value(r, rec, REC_FROM), report_mechanism(r), value(r, rec, REC_TO), out);
	if (*theme)
		buf_addf(out, " · %s", theme);
}
