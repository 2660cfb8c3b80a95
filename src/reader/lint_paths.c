#include <config.h>

#include "reader/lint_paths.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/name.h"
#include "reader/library.h"

struct owner { uint32_t report, variant; };

/* The page of a folder: README before index, and among those the language that is asked for. */
struct door { uint32_t report, variant, rank, next; };

struct link_paths {
	const struct index *ix;
	struct owner *owners;   /* by member; report NONE: not a report's */
	struct map members;     /* path -> first member of this path */
	struct map bare;        /* path less ".md" -> first such member */
	struct map ids;         /* report's id -> report */
	struct map folders;     /* path -> its first door + 1, 0: none */
	struct door *doors;
	size_t ndoors, doors_cap, nfolders;
};

static void set_first(struct map *m, const char *key, size_t len, uint32_t value)
{
	if (!map_get(m, key, len, NULL))
		map_set(m, key, len, value);
}

static void add_folders(struct link_paths *p, const char *path)
{
	for (const char *slash = strrchr(path, '/'); slash; ) {
		size_t len = (size_t)(slash - path);

		if (map_get(&p->folders, path, len, NULL) || p->nfolders == LIMIT_MEMBERS)
			return;
		p->nfolders++;
		map_set(&p->folders, path, len, 0);
		while (len && path[len - 1] != '/')
			len--;
		slash = len ? path + len - 1 : NULL;
	}
}

static void add_member(struct link_paths *p, uint32_t m)
{
	const struct index_member *member = &p->ix->members[m];
	size_t len = strlen(member->path);
	const char *suffix = len > 3 && !strcmp(member->path + len - 3, ".md") ? ".md" : len > 9 && !strcmp(member->path + len - 9, ".markdown") ? ".markdown" : NULL;

	add_folders(p, member->path);
	if (member->problem != PROBLEM_NAME)
		set_first(&p->members, member->path, len, m);
	if (suffix && p->owners[m].report != NONE)
		set_first(&p->bare, member->path, len - strlen(suffix), m);
}

static void add_door(struct link_paths *p, uint32_t report, uint32_t variant)
{
	const char *path = p->ix->members[p->ix->reports[report].variants[variant].member].path, *name = name_last_part(path);
	size_t len = name > path ? (size_t)(name - path) - 1 : 0;
	struct buf id = BUF_INIT;
	char lang[LANG_MAX];
	uint32_t rank, first = 0;

	name_report(name, &id, lang);
	rank = !strcasecmp(buf_str(&id), "readme") ? 2 : !strcasecmp(buf_str(&id), "index") ? 1 : 0;
	buf_free(&id);
	if (!rank)
		return;
	(void)map_get(&p->folders, path, len, &first);
	p->doors = mem_grow(p->doors, p->ndoors, &p->doors_cap, sizeof *p->doors);
	p->doors[p->ndoors++] = (struct door){ report, variant, rank, first };
	map_set(&p->folders, path, len, (uint32_t)p->ndoors);
}

struct link_paths *link_paths_new(const struct index *ix)
{
	struct link_paths *p = mem_calloc(1, sizeof *p);

	p->ix = ix;
	p->owners = mem_alloc(((size_t)ix->nmembers + 1) * sizeof *p->owners);
	for (uint32_t m = 0; m < ix->nmembers; m++)
		p->owners[m].report = NONE;
	for (uint32_t r = 0; r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			if (p->owners[ix->reports[r].variants[v].member].report == NONE)
				p->owners[ix->reports[r].variants[v].member] = (struct owner){ r, v };
	map_set(&p->folders, "", 0, 0);
	for (uint32_t m = 0; m < ix->nmembers; m++)
		add_member(p, m);
	for (uint32_t r = 0; r < ix->nreports; r++) {
		set_first(&p->ids, ix->reports[r].id, strlen(ix->reports[r].id), r);
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			add_door(p, r, v);
	}
	return p;
}

void link_paths_free(struct link_paths *p)
{
	map_free(&p->members);
	map_free(&p->bare);
	map_free(&p->ids);
	map_free(&p->folders);
	free(p->doors);
	free(p->owners);
	free(p);
}

static bool of_member(const struct link_paths *p, uint32_t member, struct place *place)
{
	place->report = p->owners[member].report;
	place->variant = p->owners[member].variant;
	return place->report != NONE;
}

static bool of_folder(const struct link_paths *p, uint32_t door, const char *lang, struct place *place)
{
	uint32_t best = 0;

	/* the last of them was the first to be there */
	for (; door; door = p->doors[door - 1].next) {
		const struct door *d = &p->doors[door - 1];
		uint32_t rank = 2 * d->rank + !strcmp(p->ix->reports[d->report].variants[d->variant].lang, lang);

		if (rank < best)
			continue;
		best = rank;
		place->report = d->report;
		place->variant = d->variant;
	}
	return best > 0;
}

static bool of_id(const struct link_paths *p, const char *path, const char *lang, struct place *place)
{
	struct buf id = BUF_INIT;
	char named[LANG_MAX];
	uint32_t report = NONE, other;

	name_report(path, &id, named);
	(void)map_get(&p->ids, path, strlen(path), &report);
	if (map_get(&p->ids, buf_str(&id), id.len, &other) && other < report)
		report = other;
	buf_free(&id);
	if (report == NONE)
		return false;
	place->report = report;
	place->variant = library_variant_in(&p->ix->reports[report], lang);
	return true;
}

enum link_leads link_paths_find(const struct link_paths *p, const char *path, const char *lang, struct place *place)
{
	size_t len = strlen(path);
	uint32_t member, door;
	bool is_folder;

	place->report = place->variant = NONE;
	if (*path && map_get(&p->members, path, len, &member))
		return of_member(p, member, place) ? LEADS_REPORT : LEADS_MEMBER;
	is_folder = map_get(&p->folders, path, len, &door);
	if (is_folder && of_folder(p, door, lang, place))
		return LEADS_REPORT;
	if (*path && map_get(&p->bare, path, len, &member) && of_member(p, member, place))
		return LEADS_REPORT;
	if (*path && of_id(p, path, lang, place))
		return LEADS_REPORT;
	return is_folder ? LEADS_FOLDER : LEADS_NOWHERE;
}
