#include <config.h>

#include "reader/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "reader/checks.h"
#include "reader/export_parts.h"
#include "reader/library.h"
#include "reader/noted.h"

const char *const export_format_names[EXPORT_FORMATS] = {
	[EXPORT_MARKDOWN] = "markdown", [EXPORT_CSV] = "csv", [EXPORT_JSON] = "json", [EXPORT_ANNOTATIONS] = "annotations",
	[EXPORT_BIBTEX] = "bibtex", [EXPORT_CSL] = "csl", [EXPORT_RIS] = "ris",
};

static void (*const formats[EXPORT_FORMATS])(struct exporting *) = {
	[EXPORT_MARKDOWN] = export_markdown, [EXPORT_CSV] = export_csv, [EXPORT_JSON] = export_json,
	[EXPORT_ANNOTATIONS] = export_annotations, [EXPORT_BIBTEX] = export_bibtex, [EXPORT_CSL] = export_csl, [EXPORT_RIS] = export_ris,
};

void export_add(struct buf *out, const struct export_how *how, const struct rec_table *t, const struct rec_view *v, const struct store *store)
{
	struct exporting x = { how, t, v, store, out };

	formats[how->format](&x);
}

const char *export_state(const struct rec_entry *e)
{
	return e->bookmarked || *e->creator ? check_state_names[check_state_of(e->state, e->place.bundle != NONE)] : "";
}

const struct rec_entry *export_entry(const struct exporting *x, uint32_t line)
{
	uint32_t entry = x->view->lines[line].entry;

	return entry == NONE ? NULL : rec_table_entry(x->table, entry);
}

const struct note *export_note(const struct exporting *x, const struct rec_entry *e)
{
	return note_of_entry(x->store, e);
}

const struct note *export_private_note(const struct exporting *x, const struct rec_entry *e)
{
	return x->how->with_notes || *e->creator ? export_note(x, e) : NULL;
}

const char *export_signature(const struct cited *c)
{
	return c->signature == SIGNED_UNCHECKED ? NULL : sign_state_names[c->signature];
}

const char *export_digest(const struct exporting *x, const struct rec_entry *e)
{
	return x->how->library && e->place.bundle != NONE ? library_digest(x->how->library, e->place.bundle) : "";
}

void export_bundle_words(const struct cited *c, struct buf *out)
{
	struct buf words = BUF_INIT;

	sign_words(c->signature, c->key, &words);
	if (*c->edition)
		buf_addf(out, _("Bundle %s, edition %s, %s"), c->series, c->edition, buf_str(&words));
	else
		buf_addf(out, _("Bundle %s, %s"), c->series, buf_str(&words));
	buf_free(&words);
}

static void add_citation(const struct rec_entry *e, enum cite_style style, struct buf *out)
{
	cite_add(e->cited, style, e->value[REC_PARA], e->declared ? e->value[REC_ID] : "", out);
}

void export_citation(const struct exporting *x, const struct rec_entry *e, struct buf *out)
{
	add_citation(e, x->how->style, out);
}

void export_quotation(const struct rec_entry *e, enum cite_style style, struct buf *out)
{
	struct buf citation = BUF_INIT;

	add_citation(e, style, &citation);
	buf_addf(out, "“%s%s%s” (%s)", e->context, *e->context ? " " : "", e->text, buf_str(&citation));
	buf_free(&citation);
}

const char *export_safe(const char *s, struct buf *keep)
{
	size_t len = strlen(s);

	if (text_is_safe(s, len, true))
		return s;
	buf_clear(keep);
	text_clean(keep, s, len, TEXT_RUNNING, NULL);
	return buf_str(keep);
}

int export_date(const char *date, unsigned parts[3])
{
	int n = sscanf(date, "%4u-%2u-%2u", &parts[0], &parts[1], &parts[2]);

	if (n < 1 || strspn(date, "0123456789") != 4)
		return 0;
	if (n > 1 && (parts[1] < 1 || parts[1] > 12))
		return 1;
	return n > 2 && (parts[2] < 1 || parts[2] > 31) ? 2 : n;
}

/* ---- the cited reports */

/* ASCII letters and digits stay, all else becomes one hyphen. */
static void add_key(struct buf *out, const char *s)
{
	for (; *s; s++) {
		bool plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9');

		if (plain || *s == '.')
			buf_addc(out, *s);
		else if (out->len && out->data[out->len - 1] != '-')
			buf_addc(out, '-');
	}
}

/* A colon comes from no name, so what is numbered is unique. */
static char *make_key(struct map *keys, const struct cited *c)
{
	const char *const parts[] = { c->series, c->report, c->edition, c->lang };
	struct buf key = BUF_INIT;
	uint32_t times = 0;
	size_t len;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (i && *parts[i] && key.len && key.data[key.len - 1] != '-')
			buf_addc(&key, '-');
		add_key(&key, parts[i]);
	}
	while (key.len && key.data[key.len - 1] == '-')
		key.len--;
	if (!key.len)
		buf_adds(&key, "report");
	len = key.len;
	buf_addc(&key, '\0');
	key.len = len;
	map_get(keys, key.data, len, &times);
	map_set(keys, key.data, len, ++times);
	if (times > 1)
		buf_addf(&key, ":%u", (unsigned)times);
	return buf_take(&key);
}

static void add_point(struct export_source *s, const struct rec_entry *e, const struct exporting *x)
{
	struct buf point = BUF_INIT;

	cite_point(e->cited, x->how->style, e->value[REC_PARA], e->declared ? e->value[REC_ID] : "", &point);
	if (point.len && s->points.len)
		buf_adds(&s->points, "; ");
	buf_adds(&s->points, buf_str(&point));
	buf_free(&point);
}

static void add_remark(struct export_source *s)
{
	const struct cited *c = s->cited;

	buf_adds(&s->remark, buf_str(&s->points));
	buf_adds(&s->remark, s->points.len ? ". " : "");
	export_bundle_words(c, &s->remark);
}

struct export_source *export_sources(const struct exporting *x, size_t *count)
{
	struct export_source *sources = NULL;
	struct map seen = MAP_INIT, keys = MAP_INIT;
	size_t n = 0, cap = 0;

	for (uint32_t i = 0; i < x->view->count; i++) {
		const struct rec_entry *e = export_entry(x, i);
		const struct cited *c = e ? e->cited : NULL;
		uint32_t at;
		char *name;

		if (!e)
			continue;
		name = mem_printf("%s\n%s\n%s\n%s", c->series, c->report, c->edition, c->lang);
		if (!map_get(&seen, name, strlen(name), &at)) {
			at = (uint32_t)n;
			map_set(&seen, name, strlen(name), at);
			sources = mem_grow(sources, n, &cap, sizeof *sources);
			sources[n++] = (struct export_source){ .cited = c, .key = make_key(&keys, c) };
		}
		add_point(&sources[at], e, x);
		free(name);
	}
	for (size_t i = 0; i < n; i++)
		add_remark(&sources[i]);
	map_free(&seen);
	map_free(&keys);
	*count = n;
	return sources;
}

void export_sources_free(struct export_source *sources, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(sources[i].key);
		buf_free(&sources[i].points);
		buf_free(&sources[i].remark);
	}
	free(sources);
}
