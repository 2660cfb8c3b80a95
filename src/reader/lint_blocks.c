/* What a report is made of: lists, HTML, footnotes and references that are none. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "reader/lint_parts.h"

enum {
	LABEL_MAX = 200,
	NEAR = 64 << 10,   /* bytes of the source in which words of a block are looked for */
	LOOKS_MAX = 1000   /* so often in a report; what may be there after that is not said */
};

/* ---- lines */

static void find_starts(struct lint_lines *lines, const struct lint_text *t)
{
	const char *end = t->bytes + t->len, *p = t->bytes;
	size_t cap = 0;

	for (bool more = true; more;) {
		lines->starts = mem_grow(lines->starts, lines->count, &cap, sizeof *lines->starts);
		lines->starts[lines->count++] = (uint32_t)(p - t->bytes);
		while (p < end && *p != '\n' && *p != '\r')
			p++;
		more = p < end;
		if (more && *p++ == '\r' && p < end && *p == '\n')
			p++;
	}
}

const char *lint_line(struct lint_lines *lines, const struct lint_text *t, uint32_t line)
{
	if (!lines->starts)
		find_starts(lines, t);
	return t->bytes + (line > lines->count ? t->len : lines->starts[line ? line - 1 : 0]);
}

/* The source line at or after this one on which these words stand; 0: nowhere near, or they are meant as they are ("\["). */
static uint32_t find_line(struct lint_lines *s, const struct lint_text *t, uint32_t line, const char *words, size_t len)
{
	const char *start = lint_line(s, t, line), *end = t->bytes + t->len, *p;

	if (end - start > NEAR)
		end = start + NEAR;
	for (p = start; p + len <= end; p++) {
		if (*p == *words && !memcmp(p, words, len))
			return p > t->bytes && p[-1] == '\\' ? 0 : line;
		if (*p == '\n' || (*p == '\r' && p + 1 < end && p[1] != '\n'))
			line++;
	}
	return 0;
}

struct looking {
	struct lint_file *f;
	const struct lint_text *t;
	struct lint_lines lines;
	unsigned looks;
};

/* ---- brackets that became no link */

/* The length of "[...]" at s, 0 when it is not closed soon. */
static size_t bracket(const char *s, size_t len)
{
	for (size_t i = 1; i < len && i < LABEL_MAX && s[i] != '[' && s[i] != '\n'; i++)
		if (s[i] == ']')
			return i > 1 ? i + 1 : 0;
	return 0;
}

static void say_bracket(struct looking *k, enum lint_code code, uint32_t block, const char *s, size_t len)
{
	char *label;
	uint32_t line;

	if (k->looks++ >= LOOKS_MAX)
		return;
	line = find_line(&k->lines, k->t, k->t->doc->blocks[block].line, s, len);
	if (!line)
		return;
	label = mem_strndup(s, len);
	lint_say(k->f, code, line, label, NULL, NULL);
	free(label);
}

static bool is_note_label(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x80 && !isalnum((unsigned char)s[i]) && !strchr("-_.:", s[i]))
			return false;
	return true;
}

static void look_at_run(struct looking *k, uint32_t block, const char *s, size_t len)
{
	const char *start = s, *end = s + len;

	while ((s = memchr(s, '[', (size_t)(end - s))) != NULL) {
		size_t n = bracket(s, (size_t)(end - s)), ref;

		/* not what stands so in regular expressions */
		if (n > 3 && s[1] == '^' && is_note_label(s + 2, n - 3) && !(s + n < end && strchr("/+*?{", s[n]))) {
			say_bracket(k, LINT_NOTE_MISSING, block, s, n);
		} else if (n && s + n < end && s[n] == '[' && (ref = bracket(s + n, (size_t)(end - s) - n)) > 0 &&
		           (s == start || (!isalnum((unsigned char)s[-1]) && s[-1] != ']' && s[-1] != '_'))) {
			n += ref;
			if (s + n == end || (s[n] != '[' && s[n] != '('))
				say_bracket(k, LINT_REFERENCE_MISSING, block, s, n);
		}
		s += n ? n : 1;
	}
}

static void look_at_text(struct looking *k, uint32_t block)
{
	const struct doc *doc = k->t->doc;
	const struct block *b = &doc->blocks[block];

	for (uint32_t r = b->run; r < b->run + b->runs; r++) {
		const struct run *run = &doc->runs[r];

		if (!(run->style & (RUN_CODE | RUN_LINK | RUN_IMAGE | RUN_FOOTREF)))
			look_at_run(k, block, doc->text + run->text, run->len);
	}
}

/* ---- lists */

static void look_at_list(struct lint_file *f, const struct doc *doc, uint32_t list)
{
	unsigned long first = 0, n = 0;

	for (uint32_t i = list + 1; i < doc->blocks[list].end; i = doc->blocks[i].end, n++) {
		const char *label = doc_str(doc, doc->blocks[i].label);
		unsigned long number = strtoul(label, NULL, 10);
		char here[24], there[24];

		if (n == 0)
			first = number;
		if (!isdigit((unsigned char)*label) || number == first + n)
			continue;
		snprintf(here, sizeof here, "%lu", number);
		snprintf(there, sizeof there, "%lu", first + n);
		lint_say(f, LINT_LIST_NUMBERS, doc->blocks[i].line, here, there, NULL);
		return;
	}
}

/* ---- what the parse said */

static void look_at_remarks(struct lint_file *f, const struct doc *doc)
{
	static const enum lint_code codes[REMARK_KINDS] = {
		[REMARK_HTML] = LINT_HTML_LOST, [REMARK_HTML_STYLE] = LINT_HTML_STYLE, [REMARK_HTML_LINK] = LINT_HTML_LINK,
		[REMARK_PICTURE] = LINT_PICTURE_WORDS, [REMARK_DEEP] = LINT_TOO_DEEP, [REMARK_NOTE] = LINT_NOTE_UNUSED, [REMARK_REC] = LINT_REC_LOST,
	};

	for (uint32_t i = 0; i < doc->nremarks; i++)
		lint_say(f, codes[doc->remarks[i].kind], doc->remarks[i].line, doc_str(doc, doc->remarks[i].what), NULL, NULL);
}

static bool has_title(const struct lint_text *t)
{
	for (uint32_t i = 0; i < t->v->nmeta; i++)
		if ((!strcmp(t->v->meta[i].key, "title") || !strncmp(t->v->meta[i].key, "title.", 6)) && *t->v->meta[i].value)
			return true;
	return t->doc->title.len > 0;
}

void lint_blocks(struct lint_file *f, const struct lint_text *t)
{
	const struct doc *doc = t->doc;
	struct looking k = { .f = f, .t = t };

	look_at_remarks(f, doc);
	if (!has_title(t))
		lint_say(f, LINT_TITLE_MISSING, 0, NULL, NULL, NULL);
	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		if (b->kind == BLOCK_LIST && b->flags & BLOCK_ORDERED)
			look_at_list(f, doc, i);
		else if (block_has_text(b->kind) && b->kind != BLOCK_CODE && b->text_len)
			look_at_text(&k, i);
	}
	lint_tables(f, t, &k.lines);
	free(k.lines.starts);
}
