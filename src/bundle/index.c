#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/fold.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "bundle/build.h"
#include "bundle/limits.h"
#include "bundle/meta.h"
#include "bundle/name.h"
#include "bundle/source.h"

/* The manifest's bytes, until it is known whether they count. */
struct waiting {
	uint32_t member; /* NONE: nothing there */
	struct buf text;
};

struct reading {
	struct build b;
	struct source *src;
	const struct index_ask *ask;
	struct waiting root, below;
	struct buf text, path;
	uint32_t folders, encrypted;
	bool full;
};

void build_problem_at(struct build *b, enum problem problem, const char *detail, uint32_t line)
{
	struct index *ix = b->ix;

	ix->problems = mem_grow(ix->problems, ix->nproblems, &b->problems_cap, sizeof(*ix->problems));
	ix->problems[ix->nproblems++] = (struct index_problem){ (uint8_t)problem, text_name(detail), line };
}

void build_problem(struct build *b, enum problem problem, const char *detail)
{
	build_problem_at(b, problem, detail, 0);
}

/* Keeps track of whether all members lie in one folder. */
static void note_top(struct build *b, const char *path)
{
	const char *slash = strchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) + 1 : 0;

	if (b->top == NULL)
		b->top = mem_strndup(path, n);
	else if (b->top[0] != '\0' && (strlen(b->top) != n || strncmp(b->top, path, n) != 0))
		b->top[0] = '\0';
}

/* Adds a member by its name in the archive; its path is normal and in r->path
 * unless the problem is the name. */
static struct index_member *member_add(struct reading *r, const struct source_entry *e)
{
	struct build *b = &r->b;
	struct index *ix = b->ix;
	struct index_member *m;
	enum problem problem = e->problem;
	char *key;

	ix->members = mem_grow(ix->members, ix->nmembers, &b->members_cap, sizeof(*m));
	m = &ix->members[ix->nmembers];
	memset(m, 0, sizeof(*m));
	if (!name_normal(e->name, &r->path)) {
		buf_clear(&r->path);
		buf_add(&r->path, e->name, strnlen(e->name, LIMIT_PATH_BYTES));
		m->path = text_name(buf_str(&r->path));
		m->problem = (uint8_t)(problem == PROBLEM_NONE ? PROBLEM_NAME : problem);
		ix->nmembers++;
		return m;
	}
	m->path = text_name(r->path.data);
	key = fold_key(r->path.data);
	if (map_get(&b->paths, r->path.data, r->path.len, NULL) || map_get(&b->keys, key, strlen(key), NULL)) {
		if (problem == PROBLEM_NONE)
			problem = PROBLEM_TWICE;
	} else {
		map_set(&b->paths, r->path.data, r->path.len, ix->nmembers);
		map_set(&b->keys, key, strlen(key), ix->nmembers);
	}
	free(key);
	m->problem = (uint8_t)problem;
	if (!name_is_litter(r->path.data)) {
		note_top(b, r->path.data);
		m->kind = name_is_markdown(r->path.data) ? MEMBER_MARKDOWN : MEMBER_OTHER;
	}
	ix->nmembers++;
	return m;
}

/* A name whose only fault is its encoding: old programs wrote such, and the text
 * behind it may well be good. */
static bool is_only_encoding(const char *name)
{
	return name[0] != '\0' && name[0] != '/' && strlen(name) <= LIMIT_PATH_BYTES && !utf8_valid(name, strlen(name)) &&
	       strstr(name, "..") == NULL;
}

static bool is_readable(enum problem p)
{
	return p == PROBLEM_NONE || p == PROBLEM_TWICE;
}

static struct waiting *manifest_place(struct reading *r)
{
	const char *slash = strchr(r->path.data, '/');
	struct waiting *w = slash == NULL ? &r->root : &r->below;

	return strcmp(slash != NULL ? slash + 1 : r->path.data, "bundle.yaml") == 0 && w->member == NONE ? w : NULL;
}

static void read_manifest(struct reading *r, struct index_member *m, struct waiting *w)
{
	enum problem problem = PROBLEM_NONE;

	w->member = r->b.ix->nmembers - 1;
	if (!r->src->read(r->src, true, LIMIT_MANIFEST_BYTES, &w->text, &m->size, &problem))
		m->problem = (uint8_t)problem;
	else if (manifest_digests(buf_str(&w->text), w->text.len) && r->b.sums.digest == NULL)
		r->b.sums.digest = digest_new();
	if (m->problem == PROBLEM_NONE && r->ask->each != NULL) {
		buf_clear(&r->text);
		buf_add(&r->text, buf_str(&w->text), w->text.len);
		r->ask->each(r->ask->ctx, w->member, r->path.data, &r->text);
	}
}

static void read_other(struct reading *r, struct index_member *m, uint64_t claimed)
{
	enum problem problem = PROBLEM_NONE;

	bool each = r->ask->each != NULL;

	if (r->b.other_bytes >= LIMIT_CHECKED_BYTES && !each) {
		m->size = claimed;
		return;
	}
	buf_clear(&r->text);
	if (each)
		buf_reserve(&r->text, claimed < LIMIT_MEMBER_BYTES ? (size_t)claimed : LIMIT_MEMBER_BYTES);
	files_before(&r->b, r->src);
	if (!r->src->read(r->src, each, LIMIT_MEMBER_BYTES, &r->text, &m->size, &problem)) {
		m->problem = (uint8_t)problem;
	} else {
		files_after(&r->b, r->src, r->b.ix->nmembers - 1);
		if (each)
			r->ask->each(r->ask->ctx, r->b.ix->nmembers - 1, r->path.data, &r->text);
	}
	r->b.other_bytes += m->size;
}

/* FNV-1a; begun with HASH_START, it can go on byte by byte. */
static const uint32_t HASH_START = 0x811C9DC5u, HASH_PRIME = 0x01000193u;

static uint32_t hash_byte(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * HASH_PRIME;
}

uint32_t index_name_hash(const char *name)
{
	uint32_t hash = HASH_START;

	for (name = name_last_part(name); *name != '\0'; name++)
		hash = hash_byte(hash, *name);
	return hash;
}

/* Whether the name up to one of its dots, or all of it, has that hash. */
static bool is_named(const char *path, uint32_t wanted)
{
	uint32_t hash = HASH_START;

	for (const char *s = name_last_part(path); *s != '\0'; s++) {
		if (*s == '.' && hash == wanted)
			return true;
		hash = hash_byte(hash, *s);
	}
	return hash == wanted;
}

/* Whether only texts are asked for: what is said of the whole is known. */
static bool is_part(const struct index_ask *ask)
{
	return ask->texts == INDEX_ONE_TEXT || ask->texts == INDEX_FROM_TEXTS;
}

/* Whether INDEX_FROM_TEXTS leaves this text to the next part. */
static bool is_full(const struct reading *r, size_t len)
{
	size_t most = r->src->solid ? LIMIT_SOLID_PART_BYTES : LIMIT_PART_BYTES;

	return r->ask->texts == INDEX_FROM_TEXTS && r->b.kept > 0 && r->b.kept + len > most;
}

static bool is_kept(const struct reading *r, uint32_t member, size_t len)
{
	enum index_texts texts = r->ask->texts;

	if (texts == INDEX_NAMED_TEXTS && !is_named(buf_str(&r->path), r->ask->wanted))
		return false;
	if (texts == INDEX_ALL_TEXTS || texts == INDEX_NAMED_TEXTS || texts == INDEX_SOLE_TEXTS)
		return r->b.kept + len <= LIMIT_KEPT_BYTES;
	return (texts == INDEX_ONE_TEXT && member == r->ask->wanted) || texts == INDEX_FROM_TEXTS;
}

/* Whether the text that has just been read is out of our hands. */
static bool give_ahead(struct reading *r, const struct index_member *m, uint32_t member)
{
	struct index *one;
	struct build b = { 0 };
	bool given;

	if (r->ask->texts != INDEX_NAMED_TEXTS || r->ask->ahead == NULL)
		return false;
	one = mem_calloc(1, sizeof(*one));
	one->solid = r->src->solid;
	one->members = mem_calloc(1, sizeof(*one->members));
	one->members[0] = *m;
	one->members[0].path = mem_strdup(m->path);
	one->members[0].text = r->text.data;
	one->members[0].text_len = r->text.len;
	one->nmembers = 1;
	b.ix = one;
	b.top = mem_strdup(r->root.member == NONE && r->b.top != NULL ? r->b.top : "");
	build_draft(&b, 0, r->text.data, r->text.len, NULL);
	build_reports(&b);
	given = r->ask->ahead(r->ask->ctx, one, member);
	one->members[0].text = NULL;
	index_free(one);
	free(b.top);
	return given;
}

/* Text that is not UTF-8 becomes it, where its encoding can be told. */
static void read_encoding(struct reading *r, const struct index_member *m)
{
	struct buf utf8 = BUF_INIT;

	if (!charset_to_utf8(buf_str(&r->text), r->text.len, LIMIT_REPORT_BYTES, &utf8)) {
		buf_free(&utf8);
		return;
	}
	buf_free(&r->text);
	r->text = utf8;
	build_problem(&r->b, PROBLEM_ENCODING, m->path);
}

/* False when the reports together are too large: nothing more is read. */
static bool read_markdown(struct reading *r, struct index_member *m, uint64_t claimed)
{
	enum problem problem = PROBLEM_NONE;
	uint32_t member = r->b.ix->nmembers - 1;
	bool kept = false;

	buf_clear(&r->text);
	buf_reserve(&r->text, claimed < (1 << 20) ? (size_t)claimed : 1 << 20);
	files_before(&r->b, r->src);
	if (!r->src->read(r->src, true, LIMIT_REPORT_BYTES, &r->text, &m->size, &problem)) {
		m->problem = (uint8_t)problem;
		/* half a report is better than none when its damage is said */
		if (problem != PROBLEM_MEMBER_DAMAGED || r->text.len == 0)
			return true;
	} else {
		files_after(&r->b, r->src, member);
		if (r->ask->each != NULL && m->problem != PROBLEM_NAME)
			r->ask->each(r->ask->ctx, member, r->path.data, &r->text);
	}
	r->b.report_bytes += m->size;
	if (r->b.report_bytes > LIMIT_REPORTS_BYTES)
		return false;
	read_encoding(r, m);
	buf_adds(&r->text, "");
	if (is_full(r, r->text.len)) {
		r->full = true;
		return true;
	}
	if (is_kept(r, member, r->text.len)) {
		r->b.kept += r->text.len;
		kept = !give_ahead(r, m, member);
	}
	if (!is_part(r->ask))
		build_draft(&r->b, member, r->text.data, r->text.len, r->ask->count);
	if (kept) {
		m->text_len = r->text.len;
		m->text = mem_realloc(buf_take(&r->text), m->text_len + 1, 1);
	}
	return true;
}

/* False when reading ends here. */
static bool read_member(struct reading *r, const struct source_entry *e)
{
	struct index_member *m = member_add(r, e);
	uint32_t number = r->b.ix->nmembers - 1;
	struct waiting *w;

	if (m->problem == PROBLEM_NAME && e->problem == PROBLEM_NONE && is_only_encoding(e->name) && name_is_markdown(e->name))
		m->kind = MEMBER_MARKDOWN;
	else if (!is_readable(m->problem))
		return true;
	if (r->ask->texts == INDEX_ONE_TEXT && number != r->ask->wanted)
		return true;
	if (r->ask->texts == INDEX_FROM_TEXTS && (number < r->ask->wanted || m->kind != MEMBER_MARKDOWN))
		return true;
	if (m->kind == MEMBER_MARKDOWN)
		return read_markdown(r, m, e->size);
	w = m->problem == PROBLEM_NONE ? manifest_place(r) : NULL;
	if (w != NULL)
		read_manifest(r, m, w);
	else
		read_other(r, m, e->size);
	return true;
}

static void read_members(struct reading *r)
{
	struct build *b = &r->b;
	struct source_entry e;
	enum source_step step = SOURCE_END;

	while ((step = r->src->next(r->src, &e)) == SOURCE_ENTRY) {
		struct index_member *m;

		if (b->ix->nmembers == LIMIT_MEMBERS || r->folders == LIMIT_MEMBERS) {
			build_problem(b, PROBLEM_TOO_MANY, NULL);
			return;
		}
		if (e.folder) {
			r->folders++;
			continue;
		}
		if (!read_member(r, &e)) {
			build_problem(b, PROBLEM_TOO_LARGE, NULL);
			return;
		}
		m = &b->ix->members[b->ix->nmembers - 1];
		if (r->full) {
			free(m->path);
			b->ix->nmembers--;
			return;
		}
		r->encrypted += m->problem == PROBLEM_ENCRYPTED;
		if (m->problem != PROBLEM_NONE)
			build_problem(b, m->problem, m->path);
		if (r->ask->texts == INDEX_ONE_TEXT && b->ix->nmembers > r->ask->wanted)
			return;
	}
	if (step == SOURCE_DAMAGED)
		build_problem(b, r->src->damage, NULL);
	else if (r->src->entries != 0 && r->src->entries != (uint64_t)b->ix->nmembers + r->folders)
		build_problem(b, PROBLEM_DAMAGED, NULL);
}

/* ---- after the last member */

static void use_manifest(struct reading *r)
{
	struct build *b = &r->b;
	struct waiting *w = &r->root;
	struct index_member *m;

	if (w->member != NONE)
		b->top[0] = '\0';
	else if (r->below.member != NONE && b->top[0] != '\0')
		w = &r->below;
	else
		return;
	m = &b->ix->members[w->member];
	m->kind = MEMBER_MANIFEST;
	b->ix->manifest = true;
	if (m->problem != PROBLEM_NONE) {
		build_problem(b, PROBLEM_MANIFEST, NULL);
		return;
	}
	manifest_read(&b->manifest, buf_str(&w->text), w->text.len, b->ix);
	if (b->manifest.broken)
		build_problem_at(b, PROBLEM_MANIFEST, NULL, b->manifest.broken_line);
	if (b->manifest.newer)
		build_problem_at(b, PROBLEM_MANIFEST_VERSION, NULL, b->manifest.newer_line);
	if (!r->src->chosen && !manifest_whole(buf_str(&w->text), w->text.len))
		build_problem(b, PROBLEM_DIGEST, m->path);
	files_check(b, r->src);
	if (r->ask->files)
		files_keep(b);
}

/* One sentence for the bundle instead of one for each of its members, and no report. */
static void all_encrypted(struct build *b)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->ix->nproblems; i++) {
		struct index_problem *p = &b->ix->problems[i];

		if (p->problem == PROBLEM_ENCRYPTED)
			free(p->detail);
		else
			b->ix->problems[n++] = *p;
	}
	b->ix->nproblems = n;
	build_problem(b, PROBLEM_ENCRYPTED, NULL);
	build_no_reports(b->ix);
}

/* The passphrase opens others, so what it does not open is damaged. */
static void some_encrypted(struct index *ix)
{
	for (uint32_t i = 0; i < ix->nproblems; i++)
		if (ix->problems[i].problem == PROBLEM_ENCRYPTED)
			ix->problems[i].problem = PROBLEM_MEMBER_DAMAGED;
	for (uint32_t i = 0; i < ix->nmembers; i++)
		if (ix->members[i].problem == PROBLEM_ENCRYPTED)
			ix->members[i].problem = PROBLEM_MEMBER_DAMAGED;
}

static void conclude(struct reading *r)
{
	struct build *b = &r->b;
	struct index *ix = b->ix;

	if (b->top == NULL)
		b->top = mem_strdup("");
	use_manifest(r);
	build_reports(b);
	if (r->encrypted > 0 && !r->src->opened && !build_readable(b))
		all_encrypted(b);
	else if (r->encrypted > 0 && r->src->unlocked)
		some_encrypted(ix);
	else if (ix->nmembers == 0 && ix->nproblems == 0 && !r->src->chosen)
		build_problem(b, PROBLEM_EMPTY, NULL);
	else if (ix->nreports == 0 && !index_damaged(ix))
		build_problem(b, PROBLEM_NO_MARKDOWN, NULL);
}

static void fill_strings(struct index *ix, const char *name)
{
	struct buf series = BUF_INIT;

	name_series(name, &series);
	ix->named = ix->series != NULL;
	if (!ix->named)
		ix->series = text_name(buf_str(&series));
	buf_free(&series);
	ix->edition = ix->edition != NULL ? ix->edition : mem_strdup("");
	ix->publisher = ix->publisher != NULL ? ix->publisher : mem_strdup("");
	ix->license = ix->license != NULL ? ix->license : mem_strdup("");
}

/* Of several reports nobody knows yet which one will be read. */
static void drop_texts(struct index *ix)
{
	for (uint32_t i = 0; i < ix->nmembers; i++) {
		free(ix->members[i].text);
		ix->members[i].text = NULL;
		ix->members[i].text_len = 0;
	}
}

struct index *index_build(struct source *src, const char *name, const struct index_ask *ask)
{
	struct reading r = { .src = src, .ask = ask };
	struct index *ix = mem_calloc(1, sizeof(*ix));

	r.b.ix = ix;
	r.root.member = r.below.member = NONE;
	ix->solid = src->solid;
	if (src->opening != PROBLEM_NONE) {
		build_problem(&r.b, src->opening, NULL);
	} else {
		read_members(&r);
		if (!is_part(ask))
			conclude(&r);
		if (ask->texts == INDEX_SOLE_TEXTS && ix->nreports != 1)
			drop_texts(ix);
	}
	fill_strings(ix, name);
	map_free(&r.b.paths);
	map_free(&r.b.keys);
	manifest_free(&r.b.manifest);
	files_free(&r.b);
	buf_free(&r.root.text);
	buf_free(&r.below.text);
	buf_free(&r.text);
	buf_free(&r.path);
	free(r.b.top);
	return ix;
}
