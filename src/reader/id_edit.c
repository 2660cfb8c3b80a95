#include <config.h>

#include "reader/id_edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/line.h"
#include "base/mem.h"
#include "doc/doc.h"

static void add(struct id_edits *e, size_t at, bool comment, uint32_t rec)
{
	e->list = mem_grow(e->list, e->n, &e->cap, sizeof *e->list);
	e->list[e->n++] = (struct id_edit){ at, comment, rec };
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* ---- comments that are there */

/* Whether a comment's pairs, s up to its end, have an id. */
static bool has_id(const char *s, const char *end)
{
	while (s < end) {
		const char *key;
		size_t n;
		char quote;

		while (s < end && is_space(*s))
			s++;
		for (key = s; s < end && !is_space(*s) && *s != '='; s++)
			;
		n = (size_t)(s - key);
		while (s < end && is_space(*s))
			s++;
		if (n == 2 && !memcmp(key, "id", 2))
			return true;
		if (s == end || *s != '=')
			continue;
		for (s++; s < end && is_space(*s); )
			s++;
		quote = s < end && (*s == '"' || *s == '\'') ? *s++ : '\0';
		while (s < end && (quote ? *s != quote : !is_space(*s)))
			s++;
		if (s < end)
			s++;
	}
	return false;
}

static const char *find(const char *s, const char *end, const char *what)
{
	size_t n = strlen(what);

	while (s && (size_t)(end - s) >= n) {
		s = memchr(s, what[0], (size_t)(end - s) - n + 1);
		if (s && !memcmp(s, what, n))
			return s;
		s = s ? s + 1 : NULL;
	}
	return NULL;
}

void id_edits_of_comments(struct id_edits *e, const char *md, size_t len)
{
	const char *end = md + len, *s = md, *close;

	while ((s = find(s, end, "<!--")) != NULL) {
		s += 4;
		close = find(s, end, "-->");
		if (!close)
			return;
		while (s < close && is_space(*s))
			s++;
		if (close - s < 3 || memcmp(s, "rec", 3) || (close - s > 3 && !is_space(s[3])))
			continue;
		if (!has_id(s + 3, close))
			add(e, (size_t)(s - md) + 3, false, NONE);
		s = close;
	}
}

/* ---- what was detected */

/* Where each line begins, and how long it is. */
struct lines {
	struct line { size_t at, len; } *list;
	size_t n, cap;
};

static void find_lines(struct lines *l, const char *md, size_t len)
{
	const char *p = md, *line;
	size_t n;

	while (line_next(&p, md + len, &line, &n)) {
		l->list = mem_grow(l->list, l->n, &l->cap, sizeof *l->list);
		l->list[l->n++] = (struct line){ (size_t)(line - md), n };
	}
}

static bool is_blank(const char *s, size_t n)
{
	while (n && (is_space(*s) || *s == '>')) {
		s++;
		n--;
	}
	return !n;
}

void id_edits_of_detected(struct id_edits *e, const char *md, size_t len, size_t first_line, const struct doc *doc)
{
	struct lines l = { 0 };

	find_lines(&l, md, len);
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		uint32_t leaf = doc_first_leaf(doc, doc->recs[i].block), next;
		size_t line, stop = l.n, at;

		if (doc->recs[i].declared || leaf == NONE || doc->blocks[leaf].line < first_line)
			continue;
		line = doc->blocks[leaf].line - first_line;
		for (next = leaf + 1; next < doc->nblocks && doc->blocks[next].line <= doc->blocks[leaf].line; )
			next++;
		if (next < doc->nblocks && doc->blocks[next].line - first_line < stop)
			stop = doc->blocks[next].line - first_line;
		if (line >= l.n)
			continue;
		while (line + 1 < stop && !is_blank(md + l.list[line + 1].at, l.list[line + 1].len))
			line++;
		at = l.list[line].at + l.list[line].len;
		while (at > l.list[line].at && is_space(md[at - 1]))
			at--;
		add(e, at, true, i);
	}
	free(l.list);
}

/* ---- the new text */

/* As it stands between double quotes in a comment. */
static void add_value(struct buf *out, const char *key, const char *value)
{
	static const struct { char c; const char *entity; } entities[] = { { '"', "&quot;" }, { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" } };

	buf_addf(out, " %s=\"", key);
	for (; *value; value++) {
		const char *entity = NULL;

		for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
			if (*value == entities[i].c)
				entity = entities[i].entity;
		if (entity)
			buf_adds(out, entity);
		else
			buf_addc(out, *value);
	}
	buf_addc(out, '"');
}

static void add_comment(struct buf *out, const char *id, const struct doc *doc, uint32_t rec, const char *from)
{
	static const enum rec_key keys[] = { REC_PARA, REC_FROM, REC_RESPONSE };

	buf_adds(out, " <!-- rec");
	add_value(out, "id", id);
	/* what is not found any more once something is declared */
	for (size_t k = 0; doc && k < sizeof keys / sizeof *keys; k++) {
		const char *value = doc_str(doc, doc->recs[rec].value[keys[k]]);

		if (*value && (keys[k] != REC_FROM || strcmp(value, from)))
			add_value(out, rec_key_names[keys[k]], value);
	}
	buf_adds(out, " -->");
}

static int by_place(const void *a, const void *b)
{
	const struct id_edit *const *x = a, *const *y = b;

	return (*x)->at < (*y)->at ? -1 : (*x)->at > (*y)->at;
}

void id_edits_make(const struct id_edits *e, const char *md, size_t len, const char *const *ids, const struct doc *doc, const char *from, struct buf *out)
{
	const struct id_edit **sorted = mem_calloc(e->n + 1, sizeof *sorted);
	size_t done = 0;

	for (size_t i = 0; i < e->n; i++)
		sorted[i] = &e->list[i];
	if (e->n)
		qsort(sorted, e->n, sizeof *sorted, by_place);
	for (size_t i = 0; i < e->n; i++) {
		const char *id = ids[sorted[i] - e->list];

		if (!id)
			continue;
		buf_add(out, md + done, sorted[i]->at - done);
		done = sorted[i]->at;
		if (sorted[i]->comment)
			add_comment(out, id, doc, sorted[i]->rec, from);
		else
			add_value(out, "id", id);
	}
	buf_add(out, md + done, len - done);
	free(sorted);
}

void id_edits_free(struct id_edits *e)
{
	free(e->list);
	memset(e, 0, sizeof *e);
}
