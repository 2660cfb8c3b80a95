/* Links, pictures and anchors.  What links.h finds one by one, by looking through the index, is found here for many: by
 * maps. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/uri.h"
#include "bundle/name.h"
#include "reader/folder.h"
#include "reader/library.h"
#include "reader/lint_parts.h"
#include "reader/lint_paths.h"

#define BUNDLE_SCHEME "bundle:"

/* More is not held against each other. */
enum { ANCHORS_MAX = 4 << 20, PENDING_MAX = 1 << 20 };

/* A link to an anchor of another report, which may not be read yet. */
struct pending {
	uint32_t member, line;
	uint64_t key;
	char *target;
};

struct lint_paths {
	struct link_paths *map;
	uint64_t *anchors;          /* anchor_key()s of all reports; sorted when all are read */
	struct pending *pending;
	size_t nanchors, anchors_cap, npending, pending_cap;
};

/* FNV-1a. */
static uint64_t anchor_key(uint32_t report, uint32_t variant, const char *anchor)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ report;
	char *key = doc_anchor_key(anchor);

	h = (h * UINT64_C(1099511628211) ^ variant) * UINT64_C(1099511628211);
	for (const char *s = key; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	free(key);
	return h;
}

static void note_anchors(struct lint_paths *p, const struct lint_text *t)
{
	for (uint32_t i = 0; i < t->doc->nanchors && p->nanchors < ANCHORS_MAX; i++) {
		p->anchors = mem_grow(p->anchors, p->nanchors, &p->anchors_cap, sizeof *p->anchors);
		p->anchors[p->nanchors++] = anchor_key(t->report, t->variant, doc_str(t->doc, t->doc->anchors[i].name));
	}
}

/* ---- one link */

struct looking {
	struct lint *l;
	struct lint_file *f;
	const struct lint_text *t;
};

static char *decoded(const char *s, size_t len)
{
	struct buf raw = BUF_INIT;
	char *clean;

	uri_decode(s, len, &raw);
	clean = text_name(buf_str(&raw));
	buf_free(&raw);
	return clean;
}

static void add_pending(struct looking *k, const struct place *place, const char *anchor, const char *target, uint32_t line)
{
	struct lint_paths *p = k->l->facts->paths;

	if (p->npending == PENDING_MAX)
		return;
	p->pending = mem_grow(p->pending, p->npending, &p->pending_cap, sizeof *p->pending);
	p->pending[p->npending++] = (struct pending){ k->t->member, line, anchor_key(place->report, place->variant, anchor), mem_strdup(target) };
}

static bool is_top(const char *anchor)
{
	return !*anchor || !strcasecmp(anchor, "top");
}

/* path: decoded; where it leads, by the maps or in the folder itself. */
static enum link_leads leads(const struct looking *k, const char *path, struct place *place)
{
	const struct index *ix = k->l->ix;
	struct buf full = BUF_INIT;
	enum link_leads to = LEADS_NOWHERE;
	uint64_t size;
	bool is_folder;

	*place = (struct place){ .report = NONE, .variant = NONE };
	if (name_resolve(ix->members[k->t->member].path, path, &full)) {
		to = link_paths_find(k->l->facts->paths->map, buf_str(&full), k->t->v->lang, place);
		if (to == LEADS_NOWHERE && full.len && k->l->bundle->kind == BUNDLE_FOLDER && folder_has(k->l->bundle->path, buf_str(&full), &size, &is_folder))
			to = is_folder ? LEADS_FOLDER : LEADS_MEMBER;
	}
	buf_free(&full);
	return to;
}

static void look_inside(struct looking *k, const struct doc_link *link, bool picture)
{
	const char *target = doc_str(k->t->doc, link->target), *hash = strchr(target, '#');
	char *path = decoded(target, strcspn(target, "#?")), *anchor = hash ? decoded(hash + 1, strlen(hash + 1)) : mem_strdup("");
	struct place place;
	enum link_leads to = leads(k, path, &place);

	if (to == LEADS_NOWHERE && *target)
		lint_say(k->f, picture ? LINT_PICTURE_MISSING : LINT_LINK_BROKEN, link->line, path, NULL, NULL);
	/* in which language it will be shown nobody knows when there is none of the text's own */
	else if (to == LEADS_REPORT && place.variant != NONE && !is_top(anchor))
		add_pending(k, &place, anchor, target, link->line);
	free(anchor);
	free(path);
}

bool lint_leads_to_report(const struct lint *l, const char *path)
{
	struct place place = { .report = NONE };
	struct buf full = BUF_INIT;
	bool leads_there = name_resolve("", path, &full) && full.len &&
		link_paths_find(l->facts->paths->map, buf_str(&full), "", &place) == LEADS_REPORT;

	buf_free(&full);
	return leads_there;
}

/* "bundle:SERIES/REPORT": of other series nobody knows here. */
static void look_at_scheme(struct looking *k, const struct doc_link *link)
{
	const char *rest = doc_str(k->t->doc, link->target) + strlen(BUNDLE_SCHEME);
	size_t n = strcspn(rest, "/#?");
	const struct index *ix = k->l->ix;
	struct place place = { .report = NONE };
	struct buf full = BUF_INIT;
	char *path;

	if (strlen(ix->series) != n || memcmp(ix->series, rest, n))
		return;
	path = decoded(rest + n, strcspn(rest + n, "#?"));
	if (!name_resolve("", path, &full) || (full.len && link_paths_find(k->l->facts->paths->map, buf_str(&full), k->t->v->lang, &place) != LEADS_REPORT))
		lint_say(k->f, LINT_LINK_BROKEN, link->line, path, NULL, NULL);
	free(path);
	buf_free(&full);
}

static void look_at_link(struct looking *k, const struct doc_link *link, bool picture)
{
	const char *target = doc_str(k->t->doc, link->target);

	if (link->kind == LINK_ANCHOR) {
		if (link->block == NONE)
			lint_say(k->f, LINT_ANCHOR_BROKEN, link->line, target, NULL, NULL);
	} else if (link->kind == LINK_INSIDE) {
		/* of a single file nobody knows what lies beside it */
		if (k->l->bundle->kind == BUNDLE_ARCHIVE || k->l->bundle->kind == BUNDLE_FOLDER)
			look_inside(k, link, picture);
	} else if (link->kind == LINK_OUTSIDE && picture) {
		lint_say(k->f, LINT_PICTURE_MISSING, link->line, target, NULL, NULL);
	} else if (link->kind == LINK_OUTSIDE && !strncasecmp(target, BUNDLE_SCHEME, strlen(BUNDLE_SCHEME))) {
		look_at_scheme(k, link);
	}
}

/* ---- pictures */

/* What stands for each picture; run NONE: the link is none. */
struct words { uint32_t run; uint32_t len; };

static struct words *find_pictures(const struct doc *doc)
{
	struct words *w = mem_alloc(((size_t)doc->nlinks + 1) * sizeof *w);

	for (uint32_t i = 0; i < doc->nlinks; i++)
		w[i] = (struct words){ NONE, 0 };
	for (uint32_t r = 0; r < doc->nruns; r++) {
		const struct run *run = &doc->runs[r];

		if (run->link == NONE || !(run->style & RUN_IMAGE))
			continue;
		if (w[run->link].run == NONE)
			w[run->link].run = r;
		w[run->link].len += run->len;
	}
	return w;
}

/* A parse puts the file's name where there are no words. */
static bool is_only_name(const struct doc *doc, const struct doc_link *link, const struct words *w)
{
	const char *name = name_last_part(doc_str(doc, link->target)), *text = doc->text + doc->runs[w->run].text;
	const char *dot = strrchr(name, '.');
	size_t n = strlen(name), stem = dot ? (size_t)(dot - name) : n;

	return (w->len == n && !memcmp(text, name, n)) || (stem && w->len == stem && !memcmp(text, name, stem));
}

void lint_links(struct lint *l, struct lint_file *f, const struct lint_text *t)
{
	struct looking k = { l, f, t };
	struct words *pictures = find_pictures(t->doc);

	note_anchors(l->facts->paths, t);
	for (uint32_t i = 0; i < t->doc->nlinks; i++) {
		const struct doc_link *link = &t->doc->links[i];
		bool picture = pictures[i].run != NONE;

		if (picture && is_only_name(t->doc, link, &pictures[i]))
			lint_say(f, LINT_PICTURE_WORDS, link->line, name_last_part(doc_str(t->doc, link->target)), NULL, NULL);
		look_at_link(&k, link, picture);
	}
	free(pictures);
}

/* ---- when all are read */

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void lint_anchors(struct lint *l)
{
	struct lint_paths *p = l->facts->paths;
	struct lint_file f;

	if (p->nanchors)
		qsort(p->anchors, p->nanchors, sizeof *p->anchors, by_key);
	for (size_t i = 0; p->nanchors < ANCHORS_MAX && i < p->npending;) {
		uint32_t member = p->pending[i].member;

		lint_begin(&f, l->ix->members[member].path);
		for (; i < p->npending && p->pending[i].member == member; i++)
			if (!p->nanchors || !bsearch(&p->pending[i].key, p->anchors, p->nanchors, sizeof *p->anchors, by_key))
				lint_say(&f, LINT_ANCHOR_BROKEN, p->pending[i].line, p->pending[i].target, NULL, NULL);
		lint_end(l, &f);
	}
}

void lint_links_begin(struct lint *l)
{
	l->facts->paths = mem_calloc(1, sizeof *l->facts->paths);
	l->facts->paths->map = link_paths_new(l->ix);
}

void lint_links_free(struct lint_facts *facts)
{
	struct lint_paths *p = facts->paths;

	for (size_t i = 0; i < p->npending; i++)
		free(p->pending[i].target);
	free(p->pending);
	free(p->anchors);
	link_paths_free(p->map);
	free(p);
}
