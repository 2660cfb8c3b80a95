#include <config.h>

#include "reader/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/report.h"

const char *const check_state_names[CHECK_STATES] = {
	[CHECK_SAME] = "same", [CHECK_MOVED] = "moved", [CHECK_CHANGED] = "changed", [CHECK_GONE] = "gone",
	[CHECK_UNKNOWN] = "unknown", [CHECK_ABSENT] = "absent",
};

const char *check_state_label(enum check_state state)
{
	static const char *const labels[CHECK_STATES] = {
		[CHECK_SAME] = N_("the same words"), [CHECK_MOVED] = N_("moved"), [CHECK_CHANGED] = N_("CHANGED"),
		[CHECK_GONE] = N_("GONE"), [CHECK_UNKNOWN] = N_("not looked for"), [CHECK_ABSENT] = N_("its bundle is not here"),
	};

	return tr(labels[state]);
}

enum check_state check_state_of(enum anchor_state state, bool present)
{
	static const enum check_state states[] = { [ANCHOR_SAME] = CHECK_SAME, [ANCHOR_MOVED] = CHECK_MOVED,
		[ANCHOR_CHANGED] = CHECK_CHANGED, [ANCHOR_GONE] = CHECK_GONE };

	return present ? states[state] : CHECK_ABSENT;
}

/* The words of a block as a quotation has them: on one line, no space at the ends. */
static char *words_at(const struct report *r, uint32_t block)
{
	struct buf text = BUF_INIT, out = BUF_INIT;
	bool gap = false;

	doc_plain_text(r->doc, block, &text);
	for (size_t i = 0; i < text.len; i++) {
		if (strchr(" \t\n", text.data[i])) {
			gap = out.len > 0;
			continue;
		}
		if (gap)
			buf_addc(&out, ' ');
		gap = false;
		buf_addc(&out, text.data[i]);
	}
	buf_free(&text);
	return buf_take(&out);
}

static int compare(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int by_place(const void *a, const void *b)
{
	const struct check *x = a, *y = b;
	int c = compare(x->place.bundle, y->place.bundle);

	c = c ? c : compare(x->place.report, y->place.report);
	c = c ? c : compare(x->place.variant, y->place.variant);
	c = c ? c : compare(x->note->block, y->note->block);
	c = c ? c : strcmp(x->note->created, y->note->created);
	return c ? c : strcmp(x->note->uuid, y->note->uuid);
}

void checks_make(struct checks *c, const struct library *lib, const struct store *store, char *const *langs, bool present)
{
	size_t n = store_count(store);

	*c = (struct checks){ .list = mem_calloc(n + 1, sizeof *c->list) };
	for (size_t i = 0; i < n; i++) {
		struct check *one = &c->list[c->count];
		const struct index *ix;

		one->note = store_note(store, i);
		if (library_follow(lib, one->note, &one->place)) {
			library_prefer(lib, langs, &one->place);
			ix = library_bundle(lib, one->place.bundle)->ix;
			one->state = CHECK_UNKNOWN;
			one->edition = mem_strdup(ix->edition);
			one->lang = mem_strdup(ix->reports[one->place.report].variants[one->place.variant].lang);
		} else if (present) {
			continue;
		} else {
			one->place = (struct place){ NONE, NONE, NONE, NONE, 0 };
			one->state = CHECK_ABSENT;
			one->edition = mem_strdup("");
			one->lang = mem_strdup("");
		}
		c->count++;
	}
	if (c->count)
		qsort(c->list, c->count, sizeof *c->list, by_place);
}

void checks_free(struct checks *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		free(c->list[i].found);
		free(c->list[i].edition);
		free(c->list[i].lang);
	}
	free(c->list);
	memset(c, 0, sizeof *c);
}

uint32_t checks_run(const struct checks *c, uint32_t first)
{
	const struct place *p = &c->list[first].place;
	uint32_t end = first + 1;

	while (end < c->count && c->list[end].place.bundle == p->bundle && c->list[end].place.report == p->report &&
	       c->list[end].place.variant == p->variant)
		end++;
	return end - first;
}

void checks_take(struct checks *c, uint32_t first, const struct store *store, const struct report *r)
{
	struct map by_uuid = MAP_INIT;
	struct marks marks;

	for (uint32_t i = first; i < first + checks_run(c, first); i++)
		map_set(&by_uuid, c->list[i].note->uuid, strlen(c->list[i].note->uuid), i);
	marks_load(&marks, store, r);
	for (uint32_t i = 0; i < marks.count; i++) {
		const struct mark *m = &marks.marks[i];
		uint32_t at;

		if (!map_get(&by_uuid, m->note->uuid, strlen(m->note->uuid), &at))
			continue;
		c->list[at].state = check_state_of(m->state, true);
		if (m->block == NONE)
			continue;
		free(c->list[at].found);
		c->list[at].found = words_at(r, m->block);
	}
	marks_free(&marks);
	map_free(&by_uuid);
}
