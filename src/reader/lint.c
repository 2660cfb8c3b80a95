#include <config.h>

#include "reader/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "reader/library.h"
#include "reader/lint_parts.h"

/* ---- gathering */

struct lint_found {
	enum lint_code code;
	uint32_t line, order;
	char *text;
};

void lint_begin(struct lint_file *f, const char *member)
{
	memset(f, 0, sizeof *f);
	f->member = member;
}

void lint_say_text(struct lint_file *f, enum lint_code code, uint32_t line, const char *text)
{
	struct buf clean = BUF_INIT;

	if (f->seen[code]++ >= LINT_PER_FILE)
		return;
	text_clean(&clean, text, strlen(text), TEXT_RUNNING, NULL);
	for (size_t i = 0; i < clean.len; i++)
		if (clean.data[i] == '\n')
			clean.data[i] = ' ';
	f->found = mem_grow(f->found, f->count, &f->cap, sizeof *f->found);
	f->found[f->count] = (struct lint_found){ code, line, (uint32_t)f->count, buf_take(&clean) };
	f->count++;
}

enum { VALUE_MAX = 200 /* bytes of foreign words in a sentence */ };

static void add_value(struct buf *out, const char *value)
{
	char *clean = text_name(value);
	size_t len = strlen(clean);

	if (len > VALUE_MAX) {
		for (len = VALUE_MAX; len && ((unsigned char)clean[len] & 0xC0) == 0x80;)
			len--;
		buf_add(out, clean, len);
		buf_adds(out, "…");
	} else {
		buf_add(out, clean, len);
	}
	free(clean);
}

void lint_say(struct lint_file *f, enum lint_code code, uint32_t line, const char *a, const char *b, const char *c)
{
	const char *const values[] = { a, b, c };
	struct buf text = BUF_INIT;
	int next = 0;

	if (f->seen[code] >= LINT_PER_FILE) {
		f->seen[code]++;
		return;
	}
	for (const char *s = tr(lint_rules[code].sentence); *s; s++) {
		bool numbered = s[0] == '%' && s[1] >= '1' && s[1] <= '3' && s[2] == '$' && s[3] == 's';
		int which = numbered ? s[1] - '1' : next;

		if (!numbered && (s[0] != '%' || s[1] != 's')) {
			buf_addc(&text, *s);
			continue;
		}
		if (which < 3 && values[which])
			add_value(&text, values[which]);
		next++;
		s += numbered ? 3 : 1;
	}
	lint_say_text(f, code, line, buf_str(&text));
	buf_free(&text);
}

/* ---- giving */

static int by_line(const void *a, const void *b)
{
	const struct lint_found *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void give(struct lint *l, const struct lint_file *f, enum lint_code code, uint32_t line, const char *text)
{
	struct lint_finding finding = { code, f->member, line, text };

	if (!l->enough)
		l->enough = !l->fn(l->ctx, &finding);
}

/* How many were too many to be given. */
static void give_rest(struct lint *l, const struct lint_file *f, enum lint_code code)
{
	unsigned long n = f->seen[code] - LINT_PER_FILE;
	struct buf text = BUF_INIT;

	number_format(&text, tr_n("%lu more of this kind in this file is not listed.", "%lu more of this kind in this file are not listed.", n), n, 0,
		i18n_language());
	give(l, f, code, 0, buf_str(&text));
	buf_free(&text);
}

void lint_end(struct lint *l, struct lint_file *f)
{
	if (f->count)
		qsort(f->found, f->count, sizeof *f->found, by_line);
	for (size_t i = 0; i < f->count; i++) {
		give(l, f, f->found[i].code, f->found[i].line, f->found[i].text);
		free(f->found[i].text);
	}
	for (int code = 0; code < LINT_CODES; code++) {
		l->sum->count[lint_rules[code].severity] += f->seen[code];
		if (f->seen[code] > LINT_PER_FILE)
			give_rest(l, f, (enum lint_code)code);
	}
	free(f->found);
	lint_begin(f, f->member);
}

const char *lint_path(const struct lint *l, uint32_t report, uint32_t variant)
{
	return l->ix->members[l->ix->reports[report].variants[variant].member].path;
}

/* ---- the run */

struct running {
	struct lint l;
	struct lint_edition *now; /* NULL: there is no other edition */
};

static void on_raw(void *ctx, const struct lint_text *t, void **data)
{
	struct running *r = ctx;
	struct lint_file *f = mem_alloc(sizeof *f);

	lint_begin(f, r->l.ix->members[t->member].path);
	lint_front(f, t, r->l.none_named);
	lint_chars(f, t->bytes, t->len);
	*data = f;
}

static bool on_text(void *ctx, const struct lint_text *t, void *data, enum lint_code why, const char *sentence)
{
	struct running *r = ctx;
	struct lint_file *f = data;

	if (!t->doc)
		r->l.facts->unread = true;
	if (t->doc) {
		lint_script(f, t);
		lint_blocks(f, t);
		lint_recs(&r->l, f, t);
		lint_links(&r->l, f, t);
		lint_variants_note(&r->l, t);
	} else if (why == LINT_NOT_PARSED) {
		lint_say(f, why, 0, sentence, NULL, NULL);
	} else if (why == LINT_LARGE) {
		lint_say(f, why, 0, NULL, NULL, NULL);
	} else {
		lint_say_text(f, why, 0, sentence);
	}
	if (r->now)
		lint_edition_note(r->now, r->l.ix, t);
	lint_end(&r->l, f);
	free(f);
	return !r->l.enough;
}

static void no_index(struct lint *l)
{
	struct lint_file f;

	lint_begin(&f, "");
	lint_say_text(&f, l->bundle->problem == PROBLEM_TIME || l->bundle->problem == PROBLEM_MEMORY ? LINT_TOO_SLOW : LINT_UNREADABLE, 0,
		l->bundle->error);
	lint_end(l, &f);
}

bool lint_run(struct spawner *sp, struct library *lib, uint32_t bundle, const struct lint_edition *against, lint_fn *fn, void *ctx, struct lint_sum *sum)
{
	const struct bundle *b = library_bundle(lib, bundle);
	struct lint_facts facts = { .rec_ids = MAP_INIT };
	struct running r = { .l = { .facts = &facts, .bundle = b, .ix = b->ix, .fn = fn, .ctx = ctx, .sum = sum } };
	const struct lint_walk walk = { on_raw, on_text, &r };

	if (!b->ix) {
		no_index(&r.l);
		return !r.l.enough;
	}
	r.now = against ? lint_edition_new(b->ix) : NULL;
	r.l.none_named = lint_names_no_language(b->ix);
	lint_index(&r.l);
	lint_names(&r.l);
	lint_manifest(&r.l);
	lint_links_begin(&r.l);
	lint_variants_begin(&r.l);
	lint_see_begin(&r.l);
	if (lint_walk(sp, b, &walk)) {
		lint_variants(&r.l);
		lint_anchors(&r.l);
		lint_see(&r.l);
		if (against)
			lint_editions(&r.l, against, r.now);
	}
	lint_links_free(&facts);
	lint_variants_free(&facts);
	lint_see_free(&facts);
	map_free(&facts.rec_ids);
	map_free(&facts.rec_ids_said);
	lint_edition_free(r.now);
	return !r.l.enough;
}
