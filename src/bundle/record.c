#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "bundle/build.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/meta.h"

/* The record: numbers in this machine's order, as both ends are one program;
 * strings with a u32 length before and a NUL behind. */
enum {
	MAGIC = 0x34786971, FLAG_SOLID = 1, FLAG_MANIFEST = 2, FLAG_NAMED = 4,
	STRING_MIN = 5, MEMBER_MIN = STRING_MIN + 8 + 3, PAIR_MIN = 2 * STRING_MIN + 4,
	PROBLEM_MIN = 1 + STRING_MIN + 4, FILE_MIN = STRING_MIN + 8 + DIGEST_BYTES, VARIANT_MIN = 4 * 4 + 2 * STRING_MIN + 1 + 4, REPORT_MIN = STRING_MIN + 4 + VARIANT_MIN,
	/* a name cleaned can be this much longer: <U+0001> for a byte */
	GROWS = 9, ID_MAX = (LIMIT_PATH_BYTES + 16) * GROWS,
	PROBLEMS_MAX = 5 * LIMIT_MEMBERS
};

/* ---- writing */

static void put_u32(struct buf *out, uint32_t v)
{
	buf_add(out, &v, sizeof(v));
}

static void put_bytes(struct buf *out, const char *s, size_t len)
{
	put_u32(out, (uint32_t)len);
	buf_add(out, s, len);
	buf_addc(out, '\0');
}

static void put_str(struct buf *out, const char *s)
{
	put_bytes(out, s != NULL ? s : "", s != NULL ? strlen(s) : 0);
}

static void put_pairs(struct buf *out, const struct index_pair *p, uint32_t n)
{
	put_u32(out, n);
	for (uint32_t i = 0; i < n; i++) {
		put_str(out, p[i].key);
		put_str(out, p[i].value);
		put_u32(out, p[i].line);
	}
}

static void put_member(struct buf *out, const struct index_member *m)
{
	put_str(out, m->path);
	buf_add(out, &m->size, sizeof(m->size));
	buf_addc(out, (char)m->kind);
	buf_addc(out, (char)m->problem);
	buf_addc(out, m->text != NULL);
	if (m->text != NULL)
		put_bytes(out, m->text, m->text_len);
}

static void put_report(struct buf *out, const struct index_report *r)
{
	put_str(out, r->id);
	put_u32(out, r->nvariants);
	for (uint32_t i = 0; i < r->nvariants; i++) {
		const struct index_variant *v = &r->variants[i];

		put_u32(out, v->member);
		put_u32(out, v->body);
		put_u32(out, v->body_line);
		put_u32(out, v->recs);
		put_str(out, v->lang);
		put_str(out, v->title);
		buf_addc(out, (char)v->problem);
		put_pairs(out, v->meta, v->nmeta);
	}
}

void index_encode(const struct index *ix, struct buf *out)
{
	size_t texts = 0;

	/* the texts are nearly all of it: growing would copy them again and again */
	for (uint32_t i = 0; i < ix->nmembers; i++)
		texts += ix->members[i].text_len + MEMBER_MIN + 64;
	buf_reserve(out, texts + 4096);
	put_u32(out, MAGIC);
	put_u32(out, (ix->solid ? FLAG_SOLID : 0) | (ix->manifest ? FLAG_MANIFEST : 0) | (ix->named ? FLAG_NAMED : 0));
	put_str(out, ix->series);
	put_str(out, ix->edition);
	put_str(out, ix->publisher);
	put_str(out, ix->license);
	put_u32(out, ix->edition_line);
	put_pairs(out, ix->titles, ix->ntitles);
	put_pairs(out, ix->meta, ix->nmeta);
	put_pairs(out, ix->unmet, ix->nunmet);
	put_u32(out, ix->nmembers);
	for (uint32_t i = 0; i < ix->nmembers; i++)
		put_member(out, &ix->members[i]);
	put_u32(out, ix->nreports);
	for (uint32_t i = 0; i < ix->nreports; i++)
		put_report(out, &ix->reports[i]);
	put_u32(out, ix->nfiles);
	for (uint32_t i = 0; i < ix->nfiles; i++) {
		put_str(out, ix->files[i].path);
		buf_add(out, &ix->files[i].size, sizeof(ix->files[i].size));
		buf_add(out, ix->files[i].digest, DIGEST_BYTES);
	}
	put_u32(out, ix->nproblems);
	for (uint32_t i = 0; i < ix->nproblems; i++) {
		buf_addc(out, (char)ix->problems[i].problem);
		put_str(out, ix->problems[i].detail);
		put_u32(out, ix->problems[i].line);
	}
}

/* ---- reading: the bytes are hostile */

struct cursor {
	const char *p;
	size_t left;
	bool bad;
};

static const char *take(struct cursor *c, size_t len)
{
	const char *p = c->p;

	if (c->bad || len > c->left) {
		c->bad = true;
		return NULL;
	}
	c->p += len;
	c->left -= len;
	return p;
}

static uint32_t take_u32(struct cursor *c)
{
	const char *p = take(c, sizeof(uint32_t));
	uint32_t v = 0;

	if (p != NULL)
		memcpy(&v, p, sizeof(v));
	return v;
}

/* A number below end. */
static uint8_t take_kind(struct cursor *c, unsigned end)
{
	const char *p = take(c, 1);

	if (p == NULL || (unsigned char)*p >= end) {
		c->bad = true;
		return 0;
	}
	return (uint8_t)*p;
}

/* How many elements follow: at most max, and no more than the bytes left can
 * hold when each takes at least size. */
static uint32_t take_count(struct cursor *c, uint32_t max, size_t size)
{
	uint32_t n = take_u32(c);

	if (c->bad || n > max || n > c->left / size) {
		c->bad = true;
		return 0;
	}
	return n;
}

static const char *take_bytes(struct cursor *c, size_t max, size_t *len)
{
	uint32_t n = take_u32(c);
	const char *p = NULL;

	if (n > max)
		c->bad = true;
	else
		p = take(c, (size_t)n + 1);
	if (p != NULL && p[n] != '\0')
		c->bad = true;
	*len = n;
	return c->bad ? NULL : p;
}

/* A cleaned string.  one_line: running text, its line ends made spaces; else
 * a name. */
static char *take_text(struct cursor *c, size_t max, bool one_line)
{
	enum text_rule rule = one_line ? TEXT_RUNNING : TEXT_NAME;
	struct buf out = BUF_INIT;
	size_t len;
	const char *s = take_bytes(c, max, &len);

	if (s == NULL)
		return mem_strdup("");
	if (text_is_clean(s, len, rule))
		buf_add(&out, s, len);
	else
		text_clean(&out, s, len, rule, NULL);
	buf_adds(&out, "");
	for (char *p = out.data; (p = memchr(p, '\n', (size_t)(out.data + out.len - p))) != NULL;)
		*p = ' ';
	return buf_take(&out);
}

static char *take_lang(struct cursor *c)
{
	size_t len;
	const char *s = take_bytes(c, LANG_MAX - 1, &len);
	char code[LANG_MAX];

	if (s == NULL || len == 0)
		return mem_strdup("");
	if (!lang_canonical(s, len, code) || strcmp(code, s) != 0)
		c->bad = true;
	return mem_strdup(c->bad ? "" : code);
}

static void take_pairs(struct cursor *c, struct index_pair **pairs, uint32_t *n, bool langs)
{
	uint32_t count = take_count(c, LIMIT_META_KEYS, PAIR_MIN);

	if (count == 0)
		return;
	*pairs = mem_calloc(count, sizeof(**pairs));
	for (*n = 0; *n < count && !c->bad; ++*n) {
		(*pairs)[*n].key = langs ? take_lang(c) : take_text(c, LIMIT_VALUE_BYTES, false);
		(*pairs)[*n].value = take_text(c, LIMIT_VALUE_BYTES, true);
		(*pairs)[*n].line = take_u32(c);
	}
}

static void take_member(struct cursor *c, struct index_member *m)
{
	const char *p;

	m->path = take_text(c, LIMIT_PATH_BYTES * GROWS, false);
	p = take(c, sizeof(m->size));
	if (p != NULL)
		memcpy(&m->size, p, sizeof(m->size));
	m->kind = take_kind(c, MEMBER_KINDS);
	m->problem = take_kind(c, PROBLEM_KINDS);
	if (take_kind(c, 2) == 0)
		return;
	p = take_bytes(c, LIMIT_REPORT_BYTES, &m->text_len);
	m->text = p != NULL ? mem_strndup(p, m->text_len) : NULL;
	if (m->text == NULL)
		m->text_len = 0;
}

static void take_variant(struct cursor *c, const struct index *ix, struct index_variant *v)
{
	const struct index_member *m = NULL;

	v->member = take_u32(c);
	v->body = take_u32(c);
	v->body_line = take_u32(c);
	v->recs = take_u32(c);
	v->lang = take_lang(c);
	v->title = take_text(c, LIMIT_VALUE_BYTES, true);
	v->problem = take_kind(c, PROBLEM_KINDS);
	take_pairs(c, &v->meta, &v->nmeta, false);
	if (v->member < ix->nmembers)
		m = &ix->members[v->member];
	if (m == NULL || m->kind != MEMBER_MARKDOWN || v->body > 3 * (uint64_t)m->size /* before it became UTF-8 */ || (m->text != NULL && v->body > m->text_len) ||
	    v->body_line == 0 || v->body_line - 1 > v->body || (v->problem != PROBLEM_NONE && v->problem != PROBLEM_FRONT_MATTER))
		c->bad = true;
}

/* *seen: the ids so far, which must differ. */
static void take_report(struct cursor *c, const struct index *ix, struct map *seen, struct index_report *r)
{
	uint32_t n;

	r->id = take_text(c, ID_MAX, false);
	n = take_count(c, LIMIT_LANGUAGES, VARIANT_MIN);
	if (n == 0 || map_get(seen, r->id, strlen(r->id), NULL)) {
		c->bad = true;
		return;
	}
	map_set(seen, r->id, strlen(r->id), 1);
	r->variants = mem_calloc(n, sizeof(*r->variants));
	while (r->nvariants < n && !c->bad)
		take_variant(c, ix, &r->variants[r->nvariants++]);
}

static void take_members(struct cursor *c, struct index *ix)
{
	uint32_t n = take_count(c, LIMIT_MEMBERS, MEMBER_MIN);

	ix->members = n > 0 ? mem_calloc(n, sizeof(*ix->members)) : NULL;
	while (ix->nmembers < n && !c->bad)
		take_member(c, &ix->members[ix->nmembers++]);
}

static void take_reports(struct cursor *c, struct index *ix)
{
	uint32_t n = take_count(c, LIMIT_MEMBERS, REPORT_MIN);
	struct map seen = MAP_INIT;

	ix->reports = n > 0 ? mem_calloc(n, sizeof(*ix->reports)) : NULL;
	while (ix->nreports < n && !c->bad)
		take_report(c, ix, &seen, &ix->reports[ix->nreports++]);
	map_free(&seen);
}

static void take_file(struct cursor *c, struct index_file *f)
{
	const char *p;
	size_t len;

	/* as it is: it will be a member's name again */
	p = take_bytes(c, LIMIT_PATH_BYTES, &len);
	if (p == NULL || !utf8_valid(p, len) || strlen(p) != len)
		c->bad = true;
	f->path = mem_strndup(c->bad ? "" : p, c->bad ? 0 : len);
	p = take(c, sizeof(f->size));
	if (p != NULL)
		memcpy(&f->size, p, sizeof(f->size));
	p = take(c, DIGEST_BYTES);
	if (p != NULL)
		memcpy(f->digest, p, DIGEST_BYTES);
}

static void take_files(struct cursor *c, struct index *ix)
{
	uint32_t n = take_count(c, LIMIT_MEMBERS, FILE_MIN);

	ix->files = n > 0 ? mem_calloc(n, sizeof(*ix->files)) : NULL;
	while (ix->nfiles < n && !c->bad)
		take_file(c, &ix->files[ix->nfiles++]);
}

static void take_problems(struct cursor *c, struct index *ix)
{
	uint32_t n = take_count(c, PROBLEMS_MAX, PROBLEM_MIN);

	ix->problems = n > 0 ? mem_calloc(n, sizeof(*ix->problems)) : NULL;
	while (ix->nproblems < n && !c->bad) {
		struct index_problem *p = &ix->problems[ix->nproblems++];

		p->problem = take_kind(c, PROBLEM_KINDS);
		p->detail = take_text(c, ID_MAX, false);
		p->line = take_u32(c);
	}
}

struct index *index_decode(const void *bytes, size_t len, struct err *err)
{
	struct cursor c = { bytes, len, false };
	struct index *ix = mem_calloc(1, sizeof(*ix));
	uint32_t flags;

	if (take_u32(&c) != MAGIC)
		c.bad = true;
	flags = take_u32(&c);
	if (flags > (FLAG_SOLID | FLAG_MANIFEST | FLAG_NAMED))
		c.bad = true;
	ix->solid = (flags & FLAG_SOLID) != 0;
	ix->manifest = (flags & FLAG_MANIFEST) != 0;
	ix->named = (flags & FLAG_NAMED) != 0;
	ix->series = take_text(&c, ID_MAX, false);
	ix->edition = take_text(&c, LIMIT_VALUE_BYTES, false);
	ix->publisher = take_text(&c, LIMIT_VALUE_BYTES, true);
	ix->license = take_text(&c, LIMIT_VALUE_BYTES, true);
	ix->edition_line = take_u32(&c);
	take_pairs(&c, &ix->titles, &ix->ntitles, true);
	take_pairs(&c, &ix->meta, &ix->nmeta, false);
	take_pairs(&c, &ix->unmet, &ix->nunmet, false);
	take_members(&c, ix);
	take_reports(&c, ix);
	take_files(&c, ix);
	take_problems(&c, ix);
	if (!c.bad && c.left == 0)
		return ix;
	index_free(ix);
	err_set(err, "%s", _("The list of the bundle's reports came back in disorder and was thrown away. Open the bundle again; if this stays, do not trust it."));
	return NULL;
}

/* ---- the rest */

void build_no_reports(struct index *ix)
{
	for (uint32_t i = 0; i < ix->nreports; i++) {
		struct index_report *r = &ix->reports[i];

		for (uint32_t k = 0; k < r->nvariants; k++) {
			free(r->variants[k].lang);
			free(r->variants[k].title);
			meta_free(r->variants[k].meta, r->variants[k].nmeta);
		}
		free(r->variants);
		free(r->id);
	}
	free(ix->reports);
	ix->reports = NULL;
	ix->nreports = 0;
}

void index_free(struct index *ix)
{
	if (ix == NULL)
		return;
	for (uint32_t i = 0; i < ix->nmembers; i++) {
		free(ix->members[i].path);
		free(ix->members[i].text);
	}
	build_no_reports(ix);
	for (uint32_t i = 0; i < ix->nproblems; i++)
		free(ix->problems[i].detail);
	for (uint32_t i = 0; i < ix->nfiles; i++)
		free(ix->files[i].path);
	free(ix->files);
	meta_free(ix->titles, ix->ntitles);
	meta_free(ix->meta, ix->nmeta);
	meta_free(ix->unmet, ix->nunmet);
	free(ix->members);
	free(ix->problems);
	free(ix->series);
	free(ix->edition);
	free(ix->publisher);
	free(ix->license);
	free(ix);
}

const char *index_value(const struct index_pair *pairs, uint32_t n, const char *key)
{
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(pairs[i].key, key) == 0)
			return pairs[i].value;
	return "";
}

uint32_t index_member_by_path(const struct index *ix, const char *path)
{
	char *name = text_name(path);
	uint32_t found = NONE;

	for (uint32_t i = 0; i < ix->nmembers && found == NONE; i++)
		if (ix->members[i].problem != PROBLEM_NAME && strcmp(ix->members[i].path, name) == 0)
			found = i;
	free(name);
	return found;
}
