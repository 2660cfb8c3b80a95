/* A bundle beside an older edition of it: of both, only what is compared is kept. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bundle/name.h"
#include "notes/wording.h"
#include "reader/library.h"
#include "reader/lint_parts.h"

enum { WORDS_MAX = 64 << 20 /* of all recommendations; more are not compared */ };

/* guess, guesses: which of guessed are its own; declared: recommendations have ids; read: there is a doc of it */
struct known_text { uint32_t report; char *lang, *path; uint64_t sum; size_t guess, guesses; bool declared, read; };
struct known_rec { uint32_t report, text, line; char *id, *words; };

struct lint_edition {
	char *series, *edition;
	char **reports;        /* their ids */
	struct known_text *texts;
	struct known_rec *recs;
	struct lint_guess *guessed;
	size_t nguessed, guessed_cap, guessed_words;
	size_t nreports, ntexts, texts_cap, nrecs, recs_cap;
	size_t words;          /* bytes of them */
	struct map by_report;  /* id -> report */
	struct map by_text;    /* "report lang" -> text */
	struct map by_sum;     /* of a text -> report */
	struct map by_id;      /* rec's id -> first rec */
	struct map by_place;   /* "report id" -> first rec */
	struct map by_lang;    /* "report id lang" -> rec */
	struct map by_words;   /* of a guess -> the first of them */
};

struct lint_edition *lint_edition_new(const struct index *ix)
{
	struct lint_edition *e = mem_calloc(1, sizeof *e);

	e->series = mem_strdup(ix ? ix->series : "");
	e->edition = mem_strdup(ix ? ix->edition : "");
	e->nreports = ix ? ix->nreports : 0;
	e->reports = mem_calloc(e->nreports + 1, sizeof *e->reports);
	for (size_t r = 0; r < e->nreports; r++) {
		e->reports[r] = mem_strdup(ix->reports[r].id);
		map_set(&e->by_report, e->reports[r], strlen(e->reports[r]), (uint32_t)r);
	}
	return e;
}

void lint_edition_free(struct lint_edition *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->nreports; i++)
		free(e->reports[i]);
	for (size_t i = 0; i < e->ntexts; i++) {
		free(e->texts[i].lang);
		free(e->texts[i].path);
	}
	for (size_t i = 0; i < e->nrecs; i++) {
		free(e->recs[i].id);
		free(e->recs[i].words);
	}
	for (size_t i = 0; i < e->nguessed; i++)
		free(e->guessed[i].words);
	free(e->guessed);
	free(e->reports);
	free(e->texts);
	free(e->recs);
	map_free(&e->by_report);
	map_free(&e->by_text);
	map_free(&e->by_sum);
	map_free(&e->by_id);
	map_free(&e->by_place);
	map_free(&e->by_lang);
	map_free(&e->by_words);
	free(e->series);
	free(e->edition);
	free(e);
}

/* ---- keeping */

/* "a\nb\nc" as a key; c may be NULL. */
static void key_of(struct buf *key, const char *a, const char *b, const char *c)
{
	buf_clear(key);
	buf_addf(key, "%s\n%s", a, b);
	if (c)
		buf_addf(key, "\n%s", c);
}

static void set_first(struct map *m, const struct buf *key, uint32_t value)
{
	if (!map_get(m, key->data, key->len, NULL))
		map_set(m, key->data, key->len, value);
}

static bool get(const struct map *m, const struct buf *key, uint32_t *value)
{
	return map_get(m, key->data, key->len, value);
}

/* FNV-1a over what is read; line ends do not count. */
static uint64_t sum_of(const char *s, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		if (s[i] != '\r')
			h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
	return h;
}

static void note_rec(struct lint_edition *e, const struct lint_text *t, const struct doc_rec *rec, uint32_t text)
{
	const char *id = doc_str(t->doc, rec->value[REC_ID]), *report = e->reports[t->report];
	struct buf plain = BUF_INIT, words = BUF_INIT, key = BUF_INIT;
	uint32_t no = (uint32_t)e->nrecs;

	if (e->words > WORDS_MAX)
		return;
	doc_plain_text(t->doc, rec->block, &plain);
	wording_of(buf_str(&plain), plain.len, &words);
	e->words += words.len;
	e->recs = mem_grow(e->recs, e->nrecs, &e->recs_cap, sizeof *e->recs);
	e->recs[e->nrecs++] = (struct known_rec){ t->report, text, t->doc->blocks[rec->block].line, mem_strdup(id), mem_strdup(buf_str(&words)) };
	buf_adds(&key, id);
	set_first(&e->by_id, &key, no);
	key_of(&key, report, id, NULL);
	set_first(&e->by_place, &key, no);
	key_of(&key, report, id, t->v->lang);
	set_first(&e->by_lang, &key, no);
	buf_free(&key);
	buf_free(&words);
	buf_free(&plain);
}

static void note_guess(struct lint_edition *e, const struct doc *doc, uint32_t block)
{
	struct buf plain = BUF_INIT, words = BUF_INIT;

	doc_plain_text(doc, block, &plain);
	wording_of(buf_str(&plain), plain.len, &words);
	e->guessed_words += words.len;
	e->guessed = mem_grow(e->guessed, e->nguessed, &e->guessed_cap, sizeof *e->guessed);
	if (words.len)
		set_first(&e->by_words, &words, (uint32_t)e->nguessed);
	e->guessed[e->nguessed++] = (struct lint_guess){ mem_strdup(buf_str(&words)), doc->blocks[block].line, (uint32_t)e->ntexts - 1 };
	buf_free(&words);
	buf_free(&plain);
}

/* An item without lists in it, or a paragraph that is no part of an item. */
static bool is_passage(const struct doc *doc, uint32_t block)
{
	const struct block *b = &doc->blocks[block];

	if (b->kind == BLOCK_PARAGRAPH)
		return doc->blocks[b->parent].kind != BLOCK_ITEM;
	if (b->kind != BLOCK_ITEM)
		return false;
	for (uint32_t i = block + 1; i < b->end; i = doc->blocks[i].end)
		if (doc->blocks[i].kind == BLOCK_LIST)
			return false;
	return true;
}

/* Recommendations that are only detected; where some are declared, every passage that another edition may have taken for
 * one. */
static void note_guesses(struct lint_edition *e, struct known_text *known, const struct lint_text *t)
{
	const struct doc *doc = t->doc;

	known->read = true;
	known->declared = doc->nrecs && doc->recs[0].declared;
	known->guess = e->nguessed;
	for (uint32_t i = 0; !known->declared && i < doc->nrecs && e->guessed_words <= WORDS_MAX; i++)
		note_guess(e, doc, doc->recs[i].block);
	for (uint32_t i = 0; known->declared && i < doc->nblocks && e->guessed_words <= WORDS_MAX; i++)
		if (is_passage(doc, i))
			note_guess(e, doc, i);
	known->guesses = e->nguessed - known->guess;
}

void lint_edition_note(struct lint_edition *e, const struct index *ix, const struct lint_text *t)
{
	size_t body = t->v->body <= t->len ? t->v->body : 0;
	uint64_t sum = sum_of(t->bytes + body, t->len - body);
	uint32_t no = (uint32_t)e->ntexts;
	struct buf key = BUF_INIT;

	e->texts = mem_grow(e->texts, e->ntexts, &e->texts_cap, sizeof *e->texts);
	e->texts[e->ntexts++] = (struct known_text){ .report = t->report, .lang = mem_strdup(t->v->lang), .path = mem_strdup(ix->members[t->member].path), .sum = sum };
	if (t->doc)
		note_guesses(e, &e->texts[no], t);
	key_of(&key, e->reports[t->report], t->v->lang, NULL);
	set_first(&e->by_text, &key, no);
	if (t->len > body && !map_get(&e->by_sum, (const char *)&sum, sizeof sum, NULL))
		map_set(&e->by_sum, (const char *)&sum, sizeof sum, t->report);
	for (uint32_t i = 0; t->doc && i < t->doc->nrecs; i++)
		if (t->doc->recs[i].declared && t->doc->recs[i].id_from == REC_ID_OWN)
			note_rec(e, t, &t->doc->recs[i], no);
	buf_free(&key);
}

struct reading { struct lint_edition *e; const struct index *ix; };

static void on_raw(void *ctx, const struct lint_text *t, void **data)
{
	(void)ctx;
	(void)t;
	*data = NULL;
}

static bool on_text(void *ctx, const struct lint_text *t, void *data, enum lint_code why, const char *sentence)
{
	struct reading *r = ctx;

	(void)data;
	(void)why;
	(void)sentence;
	lint_edition_note(r->e, r->ix, t);
	return true;
}

struct lint_edition *lint_edition_read(struct spawner *sp, struct library *lib, uint32_t bundle)
{
	const struct bundle *b = library_bundle(lib, bundle);
	struct reading r = { lint_edition_new(b->ix), b->ix };
	const struct lint_walk walk = { on_raw, on_text, &r };

	if (b->ix)
		lint_walk(sp, b, &walk);
	return r.e;
}

/* ---- comparing */

struct comparing {
	struct lint *l;
	const struct lint_edition *old, *now;
	uint32_t *became;    /* by old report: the new one; NONE: gone */
	bool *came;          /* by new report: it was an old one */
	struct buf key;
	struct map said;
	const char *from;    /* while the guesses of a text are compared: its old report */
};

static void say(struct comparing *c, enum lint_code code, const char *member, uint32_t line, const char *a, const char *b)
{
	struct lint_file f;

	lint_begin(&f, member);
	lint_say(&f, code, line, a, b, NULL);
	lint_end(c->l, &f);
}

static const char *first_path(const struct comparing *c, uint32_t report)
{
	return lint_path(c->l, report, 0);
}

/* The new report with a text of the old one, or with one of its recommendations; none that is an old one itself. */
static void find_moved(struct comparing *c)
{
	uint32_t to;

	for (size_t i = 0; i < c->old->ntexts; i++) {
		const struct known_text *t = &c->old->texts[i];

		if (c->became[t->report] == NONE && map_get(&c->now->by_sum, (const char *)&t->sum, sizeof t->sum, &to) && !c->came[to]) {
			c->became[t->report] = to;
			c->came[to] = true;
		}
	}
	for (size_t i = 0; i < c->old->nrecs; i++) {
		const struct known_rec *r = &c->old->recs[i];

		if (c->became[r->report] == NONE && map_get(&c->now->by_id, r->id, strlen(r->id), &to) && !c->came[c->now->recs[to].report]) {
			c->became[r->report] = c->now->recs[to].report;
			c->came[c->now->recs[to].report] = true;
		}
	}
}

static void compare_reports(struct comparing *c)
{
	for (size_t r = 0; r < c->old->nreports; r++) {
		uint32_t same;

		c->became[r] = NONE;
		if (map_get(&c->now->by_report, c->old->reports[r], strlen(c->old->reports[r]), &same)) {
			c->became[r] = same;
			c->came[same] = true;
		}
	}
	find_moved(c);
	for (size_t r = 0; r < c->old->nreports; r++)
		if (c->became[r] == NONE)
			say(c, LINT_REPORT_GONE, "", 0, c->old->reports[r], NULL);
		else if (strcmp(c->old->reports[r], c->now->reports[c->became[r]]))
			say(c, LINT_REPORT_MOVED, first_path(c, c->became[r]), 0, c->now->reports[c->became[r]], c->old->reports[r]);
	for (uint32_t r = 0; r < c->now->nreports; r++)
		if (!c->came[r])
			say(c, LINT_REPORT_NEW, first_path(c, r), 0, NULL, NULL);
}

static bool is_elsewhere(void *ctx, const char *words)
{
	struct comparing *c = ctx;
	const struct lint_guess *g;
	uint32_t no;

	if (!map_get(&c->now->by_words, words, strlen(words), &no))
		return false;
	g = &c->now->guessed[no];
	say(c, LINT_REC_MOVED, c->now->texts[g->text].path, g->line, words, c->from);
	return true;
}

/* Where the older edition has no ids, recommendations are known by their words. */
static void compare_text(struct comparing *c, const struct known_text *old, const struct known_text *now)
{
	struct lint_file f;

	lint_begin(&f, now->path);
	lint_say(&f, LINT_REPORT_CHANGED, 0, NULL, NULL, NULL);
	c->from = c->old->reports[old->report];
	if (old->guesses && !old->declared && now->read && c->old->guessed_words <= WORDS_MAX && c->now->guessed_words <= WORDS_MAX)
		lint_guessed(&f, c->old->guessed + old->guess, old->guesses, c->now->guessed + now->guess, now->guesses, is_elsewhere, c);
	lint_end(c->l, &f);
}

static void compare_texts(struct comparing *c)
{
	for (size_t i = 0; i < c->old->ntexts; i++) {
		const struct known_text *t = &c->old->texts[i];
		const char *report = c->became[t->report] != NONE ? c->now->reports[c->became[t->report]] : NULL;
		uint32_t same;

		if (!report)
			continue;
		key_of(&c->key, report, t->lang, NULL);
		if (!get(&c->now->by_text, &c->key, &same))
			say(c, LINT_LANG_GONE, first_path(c, c->became[t->report]), 0, report, t->lang);
		else if (c->now->texts[same].sum != t->sum)
			compare_text(c, t, &c->now->texts[same]);
	}
}

/* Of a recommendation that is there still: in this language. */
static void compare_words(struct comparing *c, const struct known_rec *old, const char *report)
{
	const struct known_rec *now;
	const char *path;
	uint32_t no;

	key_of(&c->key, report, old->id, c->old->texts[old->text].lang);
	if (!get(&c->now->by_lang, &c->key, &no))
		return;
	now = &c->now->recs[no];
	path = c->now->texts[now->text].path;
	if (!strcmp(old->words, now->words))
		return;
	if (wording_alike(old->words, strlen(old->words), now->words, strlen(now->words)))
		say(c, LINT_REC_CHANGED, path, now->line, old->id, NULL);
	else
		say(c, LINT_REC_OTHER_WORDS, path, now->line, old->id, old->words);
}

static void compare_recs(struct comparing *c)
{
	for (size_t i = 0; i < c->old->nrecs; i++) {
		const struct known_rec *r = &c->old->recs[i];
		uint32_t to = c->became[r->report], no;
		const char *was = c->old->reports[r->report];

		if (to == NONE)
			continue;
		key_of(&c->key, c->now->reports[to], r->id, NULL);
		if (get(&c->now->by_place, &c->key, &no)) {
			compare_words(c, r, c->now->reports[to]);
			continue;
		}
		key_of(&c->key, was, r->id, NULL); /* once for all languages */
		if (get(&c->said, &c->key, NULL))
			continue;
		map_set(&c->said, c->key.data, c->key.len, 1);
		if (map_get(&c->now->by_id, r->id, strlen(r->id), &no))
			say(c, LINT_REC_MOVED, c->now->texts[c->now->recs[no].text].path, c->now->recs[no].line, r->id, was);
		else
			say(c, LINT_REC_GONE, first_path(c, to), 0, r->id, c->now->reports[to]);
	}
}

static void find_new_recs(struct comparing *c)
{
	for (size_t i = 0; i < c->now->nrecs; i++) {
		const struct known_rec *r = &c->now->recs[i];

		if (!c->came[r->report] || map_get(&c->old->by_id, r->id, strlen(r->id), NULL))
			continue;
		key_of(&c->key, c->now->reports[r->report], r->id, "");
		if (!get(&c->said, &c->key, NULL))
			say(c, LINT_REC_NEW, c->now->texts[r->text].path, r->line, r->id, NULL);
		map_set(&c->said, c->key.data, c->key.len, 1);
	}
}

void lint_editions(struct lint *l, const struct lint_edition *old, const struct lint_edition *now)
{
	struct comparing c = { .l = l, .old = old, .now = now };

	c.became = mem_calloc(old->nreports + 1, sizeof *c.became);
	c.came = mem_calloc(now->nreports + 1, sizeof *c.came);
	if (strcmp(old->series, now->series))
		say(&c, LINT_SERIES_OTHER, "", 0, now->series, old->series);
	else if (*now->edition && *old->edition && name_compare(now->edition, old->edition) <= 0)
		say(&c, LINT_EDITION_NOT_NEWER, "", 0, now->edition, old->edition);
	compare_reports(&c);
	compare_texts(&c);
	compare_recs(&c);
	find_new_recs(&c);
	free(c.became);
	free(c.came);
	buf_free(&c.key);
	map_free(&c.said);
}
