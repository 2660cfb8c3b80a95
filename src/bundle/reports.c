#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/build.h"
#include "bundle/limits.h"
#include "bundle/name.h"

/* What a draft's name says. */
struct named {
	char *path;         /* less the top folder and ".md" */
	char *id;           /* less the language, too */
	char lang[LANG_MAX];
	enum name_how how;
};

/* A report on its way. */
struct group {
	struct index_report r;
	size_t cap;
	uint32_t last;      /* of the first group of an id: the latest that took what did not fit */
	uint32_t first;     /* the first group of this id; itself */
	uint32_t number;    /* of the first: how many groups have the id */
	uint32_t place;     /* in the manifest, NONE */
	uint32_t at;        /* when met */
	double order;
	bool ordered, weighted, readme;
	bool by_folder;     /* somebody has a weight: a folder's own reports come first, and by it */
	char *key;          /* folded path, for sorting */
};

struct groups {
	struct group *g;
	size_t n, cap;
	struct map ids;     /* id -> first group */
};

/* ---- names */

/* The length of the folder to take away: none when its name is a language. */
static size_t top_len(const char *top)
{
	char code[LANG_MAX];
	size_t n = strlen(top);

	return n > 0 && !lang_canonical(top, n - 1, code) ? n : 0;
}

static void name_take(struct named *n, const char *path)
{
	struct buf id = BUF_INIT;
	const char *dot = strrchr(path, '.');

	n->how = name_split(path, &id, n->lang);
	n->id = mem_strdup(buf_str(&id));
	n->path = dot != NULL ? mem_strndup(path, (size_t)(dot - path)) : mem_strdup(path);
	buf_free(&id);
}

/* The whole name is the id. */
static void name_unsay(struct named *n)
{
	n->how = NAME_PLAIN;
	n->lang[0] = '\0';
	free(n->id);
	n->id = mem_strdup(n->path);
}

/* Whether somebody has the whole name as an id: then its end is no language. */
static void unsay_ids(struct named *names, size_t n)
{
	struct map ids = MAP_INIT;

	for (size_t i = 0; i < n; i++)
		map_set(&ids, names[i].id, strlen(names[i].id), 1);
	for (size_t i = 0; i < n; i++)
		if (names[i].how == NAME_MAYBE && map_get(&ids, names[i].path, strlen(names[i].path), NULL))
			name_unsay(&names[i]);
	map_free(&ids);
}

/* A name that only may hold a language does when the same id is there without
 * it or in another one. */
static void settle_languages(struct named *names, size_t n)
{
	struct map first = MAP_INIT, several = MAP_INIT;
	uint32_t at;

	unsay_ids(names, n);
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(names[i].id);

		if (!map_get(&first, names[i].id, len, &at))
			map_set(&first, names[i].id, len, (uint32_t)i);
		else if (strcmp(names[at].lang, names[i].lang) != 0)
			map_set(&several, names[i].id, len, 1);
	}
	for (size_t i = 0; i < n; i++)
		if (names[i].how == NAME_MAYBE && !map_get(&several, names[i].id, strlen(names[i].id), NULL))
			name_unsay(&names[i]);
	map_free(&first);
	map_free(&several);
}

static struct named *name_all(struct build *b)
{
	struct named *names = mem_calloc(b->ndrafts + 1, sizeof(*names));
	char *top = text_name(b->top);
	size_t cut = top_len(top);

	for (size_t i = 0; i < b->ndrafts; i++) {
		const char *path = b->ix->members[b->drafts[i].v.member].path;

		name_take(&names[i], strncmp(path, top, cut) == 0 ? path + cut : path);
	}
	free(top);
	settle_languages(names, b->ndrafts);
	return names;
}

/* ---- front matter's ids */

/* The id of each draft: its own, else the one that another language of the same
 * file has, else from its name.  Points into names or drafts. */
static const char **choose_ids(struct build *b, const struct named *names)
{
	const char **ids = mem_calloc(b->ndrafts + 1, sizeof(*ids));
	struct map given = MAP_INIT;
	uint32_t at;

	for (size_t i = 0; i < b->ndrafts; i++)
		if (b->drafts[i].id != NULL && !map_get(&given, names[i].id, strlen(names[i].id), NULL))
			map_set(&given, names[i].id, strlen(names[i].id), (uint32_t)i);
	for (size_t i = 0; i < b->ndrafts; i++) {
		if (b->drafts[i].id != NULL)
			ids[i] = b->drafts[i].id;
		else if (map_get(&given, names[i].id, strlen(names[i].id), &at))
			ids[i] = b->drafts[at].id;
		else
			ids[i] = names[i].id;
	}
	map_free(&given);
	return ids;
}

/* ---- groups */

static bool has_room(const struct group *g, const char *lang)
{
	for (uint32_t i = 0; i < g->r.nvariants; i++)
		if (strcmp(g->r.variants[i].lang, lang) == 0)
			return false;
	return g->r.nvariants < LIMIT_LANGUAGES;
}

static uint32_t group_new(struct groups *gs, const struct named *n)
{
	struct group *g;

	gs->g = mem_grow(gs->g, gs->n, &gs->cap, sizeof(*gs->g));
	g = &gs->g[gs->n];
	memset(g, 0, sizeof(*g));
	g->first = g->last = g->at = (uint32_t)gs->n;
	g->place = NONE;
	g->key = fold_key(n->id);
	g->readme = strcmp(g->key, "readme") == 0 || strcmp(g->key, "index") == 0;
	return (uint32_t)gs->n++;
}

/* The group that takes a variant: the first of its id, else the latest, else a
 * new one. */
static struct group *group_for(struct groups *gs, const char *id, const char *lang, const struct named *n)
{
	uint32_t first, at;

	if (!map_get(&gs->ids, id, strlen(id), &first)) {
		at = group_new(gs, n);
		gs->g[at].r.id = mem_strdup(id);
		gs->g[at].number = 1;
		map_set(&gs->ids, id, strlen(id), at);
		return &gs->g[at];
	}
	if (has_room(&gs->g[first], lang))
		return &gs->g[first];
	at = gs->g[first].last;
	if (has_room(&gs->g[at], lang))
		return &gs->g[at];
	at = group_new(gs, n);
	gs->g[first].last = at;
	gs->g[at].first = first;
	return &gs->g[at];
}

/* Title by language, or at last the name. */
static void finish_title(struct index_variant *v, const struct named *n)
{
	char *key = mem_printf("title.%s", v->lang);
	const char *title = index_value(v->meta, v->nmeta, key);

	if (*title != '\0') {
		free(v->title);
		v->title = mem_strdup(title);
	} else if (v->title == NULL) {
		v->title = mem_strdup(name_last_part(n->id));
	}
	free(key);
}

static void group_add(struct build *b, struct groups *gs, size_t i, const char *id, const struct named *n)
{
	struct draft *d = &b->drafts[i];
	struct group *g;

	if (d->v.lang[0] == '\0') {
		free(d->v.lang);
		d->v.lang = mem_strdup(n->lang);
	}
	finish_title(&d->v, n);
	g = group_for(gs, id, d->v.lang, n);
	if (g->first != (uint32_t)(g - gs->g) && b->ix->members[d->v.member].problem != PROBLEM_TWICE)
		build_problem(b, PROBLEM_TWICE, b->ix->members[d->v.member].path);
	if ((d->ordered && !g->ordered) || (d->weighted && !g->ordered && !g->weighted)) {
		g->ordered = d->ordered;
		g->weighted = d->weighted;
		g->order = d->order;
	}
	g->r.variants = mem_grow(g->r.variants, g->r.nvariants, &g->cap, sizeof(*g->r.variants));
	g->r.variants[g->r.nvariants++] = d->v;
}

/* Gives "-2", "-3" to what came under an id that was taken. */
static void finish_ids(struct groups *gs)
{
	for (size_t i = 0; i < gs->n; i++) {
		struct group *g = &gs->g[i], *first = &gs->g[g->first];

		if (g == first)
			continue;
		do {
			free(g->r.id);
			g->r.id = mem_printf("%s-%u", first->r.id, (unsigned)++first->number);
		} while (map_get(&gs->ids, g->r.id, strlen(g->r.id), NULL));
		map_set(&gs->ids, g->r.id, strlen(g->r.id), (uint32_t)i);
	}
}

/* ---- order */

static void order_set(struct map *places, const char *id, uint32_t place)
{
	if (!map_get(places, id, strlen(id), NULL))
		map_set(places, id, strlen(id), place);
}

/* What the manifest puts in order, but is no report: names: of all that are.  Each is said once. */
static void find_unmet(const struct build *b, struct map *names)
{
	struct index *ix = b->ix;
	struct buf id = BUF_INIT;
	char lang[LANG_MAX];
	size_t cap = 0;

	for (size_t i = 0; i < b->manifest.norder && ix->nunmet < LIMIT_META_KEYS; i++) {
		const struct manifest_order *o = &b->manifest.order[i];
		char *name = text_name(o->report);

		name_report(name, &id, lang);
		if (!map_get(names, name, strlen(name), NULL) && !(name_is_markdown(name) && map_get(names, buf_str(&id), id.len, NULL))) {
			ix->unmet = mem_grow(ix->unmet, ix->nunmet, &cap, sizeof(*ix->unmet));
			ix->unmet[ix->nunmet++] = (struct index_pair){ mem_strdup(o->report), mem_strdup(""), o->line };
			map_set(names, name, strlen(name), 1);
		}
		free(name);
	}
	buf_free(&id);
}

/* The manifest may name a report by its id or by one of its files. */
static void find_places(const struct build *b, struct groups *gs, const struct named *names, const size_t *first_draft)
{
	struct map places = MAP_INIT, known = MAP_INIT;
	struct buf id = BUF_INIT;
	char lang[LANG_MAX];

	for (size_t i = 0; i < b->manifest.norder; i++) {
		char *name = text_name(b->manifest.order[i].report);

		order_set(&places, name, (uint32_t)i);
		if (name_is_markdown(name)) {
			name_report(name, &id, lang);
			order_set(&places, buf_str(&id), (uint32_t)i);
		}
		free(name);
	}
	for (size_t i = 0; i < gs->n; i++) {
		const char *path = names[first_draft[i]].id;

		map_set(&known, gs->g[i].r.id, strlen(gs->g[i].r.id), 1);
		map_set(&known, path, strlen(path), 1);
		if (!map_get(&places, gs->g[i].r.id, strlen(gs->g[i].r.id), &gs->g[i].place))
			(void)map_get(&places, path, strlen(path), &gs->g[i].place);
	}
	buf_free(&id);
	map_free(&places);
	find_unmet(b, &known);
	map_free(&known);
}

/* A folder's own page. */
static bool is_front(const char *name)
{
	return strcmp(name, "_index") == 0 || strcmp(name, "index") == 0 || strcmp(name, "readme") == 0;
}

/* The folders by name, and in each its front page, then its reports by weight. */
static int compare_in_folders(const struct group *x, const struct group *y)
{
	const char *xname = name_last_part(x->key), *yname = name_last_part(y->key);
	size_t xn = (size_t)(xname - x->key), yn = (size_t)(yname - y->key);
	bool xf = is_front(xname), yf = is_front(yname);

	if (xn != yn || memcmp(x->key, y->key, xn) != 0) {
		char *xfolder = mem_strndup(x->key, xn), *yfolder = mem_strndup(y->key, yn);
		int c = name_compare(xfolder, yfolder);

		if (c == 0)
			c = strcmp(xfolder, yfolder);
		free(xfolder);
		free(yfolder);
		return c;
	}
	if (xf != yf)
		return xf ? -1 : 1;
	if (x->weighted != y->weighted)
		return x->weighted ? -1 : 1;
	return !x->weighted || x->order == y->order ? 0 : x->order < y->order ? -1 : 1;
}

static int group_compare(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	bool xr = x->readme && !x->ordered, yr = y->readme && !y->ordered;
	int c;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (xr != yr)
		return xr ? -1 : 1;
	if (x->ordered != y->ordered)
		return x->ordered ? -1 : 1;
	if (x->ordered && x->order != y->order)
		return x->order < y->order ? -1 : 1;
	c = x->by_folder ? compare_in_folders(x, y) : 0;
	if (c == 0)
		c = name_compare(x->key, y->key);
	return c != 0 ? c : x->at < y->at ? -1 : 1;
}

static void groups_take(struct groups *gs, struct index *ix)
{
	bool weighted = false;

	for (size_t i = 0; i < gs->n; i++)
		weighted |= gs->g[i].weighted;
	for (size_t i = 0; i < gs->n; i++)
		gs->g[i].by_folder = weighted;
	if (gs->n > 0) {
		qsort(gs->g, gs->n, sizeof(*gs->g), group_compare);
		ix->reports = mem_calloc(gs->n, sizeof(*ix->reports));
	}
	ix->nreports = (uint32_t)gs->n;
	for (size_t i = 0; i < gs->n; i++) {
		ix->reports[i] = gs->g[i].r;
		free(gs->g[i].key);
	}
	free(gs->g);
	map_free(&gs->ids);
}

bool build_readable(const struct build *b)
{
	for (uint32_t i = 0; i < b->ix->nmembers; i++) {
		const struct index_member *m = &b->ix->members[i];

		if (m->kind == MEMBER_MARKDOWN && m->problem == PROBLEM_NONE && m->size > 0)
			return true;
	}
	return false;
}

void build_reports(struct build *b)
{
	struct named *names = name_all(b);
	const char **ids = choose_ids(b, names);
	size_t *first_draft = mem_calloc(b->ndrafts + 1, sizeof(*first_draft));
	struct groups gs = { 0 };

	for (size_t i = 0; i < b->ndrafts; i++) {
		size_t before = gs.n;

		group_add(b, &gs, i, ids[i], &names[i]);
		if (gs.n > before)
			first_draft[before] = i;
	}
	finish_ids(&gs);
	find_places(b, &gs, names, first_draft);
	groups_take(&gs, b->ix);
	for (size_t i = 0; i < b->ndrafts; i++) {
		free(names[i].id);
		free(names[i].path);
		free(b->drafts[i].id);
	}
	free(names);
	free(ids);
	free(first_draft);
	free(b->drafts);
	b->drafts = NULL;
}
