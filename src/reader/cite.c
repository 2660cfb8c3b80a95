#include <config.h>

#include "reader/cite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "reader/cite_words.h"
#include "reader/library.h"
#include "reader/report.h"

const char *const cite_style_names[CITE_STYLES] = { [CITE_PLAIN] = "plain", [CITE_UN] = "un", [CITE_OSCOLA] = "oscola" };

struct cited cited_of(const struct report *r)
{
	return (struct cited){
		.path = r->bundle->shown ? r->bundle->shown : "",
		.bundle = r->bundle->name ? r->bundle->name : "",
		.series = report_series(r),
		.edition = report_edition(r),
		.publisher = r->bundle->ix->publisher,
		.report = report_id(r),
		.title = report_title(r),
		.lang = report_lang(r),
		.mechanism = report_mechanism(r),
		.signature = verdict_state(r->bundle->verdict),
		.key = verdict_key(r->bundle->verdict),
		.meta = r->variant->meta,
		.nmeta = r->variant->nmeta,
	};
}

/* The strings of a struct cited, to go through them. */
enum { CITED_STRINGS = 10 };
static void strings_of(struct cited *c, const char **strings[CITED_STRINGS])
{
	const char **all[CITED_STRINGS] = { &c->path, &c->bundle, &c->series, &c->edition, &c->publisher, &c->report, &c->title, &c->lang,
		&c->mechanism, &c->key };

	memcpy(strings, all, sizeof all);
}

struct cited *cited_copy(const struct cited *c)
{
	struct cited *copy = mem_alloc(sizeof *copy);
	struct index_pair *meta = mem_calloc((size_t)c->nmeta + 1, sizeof *meta);
	const char **strings[CITED_STRINGS];

	*copy = *c;
	strings_of(copy, strings);
	for (int i = 0; i < CITED_STRINGS; i++)
		*strings[i] = mem_strdup(*strings[i]);
	for (uint32_t i = 0; i < c->nmeta; i++)
		meta[i] = (struct index_pair){ mem_strdup(c->meta[i].key), mem_strdup(c->meta[i].value), c->meta[i].line };
	copy->meta = meta;
	return copy;
}

void cited_free(struct cited *c)
{
	struct index_pair *meta;
	const char **strings[CITED_STRINGS];

	if (!c)
		return;
	strings_of(c, strings);
	for (int i = 0; i < CITED_STRINGS; i++)
		free((void *)(uintptr_t)*strings[i]);
	meta = (struct index_pair *)(uintptr_t)c->meta;
	for (uint32_t i = 0; i < c->nmeta; i++) {
		free(meta[i].key);
		free(meta[i].value);
	}
	free(meta);
	free(c);
}

const char *cited_value(const struct cited *c, const char *key)
{
	return index_value(c->meta, c->nmeta, key);
}

const char *cited_by(const struct cited *c)
{
	if (*cited_value(c, "publisher"))
		return cited_value(c, "publisher");
	return *cited_value(c, "author") ? cited_value(c, "author") : c->publisher;
}

/* In the order of enum cite_word from CITED_UPR on. */
static const char *const mechanisms[] = { "upr", "treaty-body", "special-procedure", "ohchr-report", "regional", "submission" };

static enum cite_word mechanism_of(const struct cited *c)
{
	for (int i = 0; i < (int)(sizeof mechanisms / sizeof *mechanisms); i++)
		if (!strcmp(c->mechanism, mechanisms[i]))
			return (enum cite_word)(CITED_UPR + i);
	return CITED_WORDS;
}

bool cited_is_submission(const struct cited *c)
{
	return mechanism_of(c) == CITED_SUBMISSION;
}

bool cited_is_un(const struct cited *c)
{
	return mechanism_of(c) < CITED_REGIONAL;
}

const char *cited_symbol(const struct cited *c)
{
	return cited_is_submission(c) ? "" : cited_value(c, "symbol");
}

const char *cited_kind(const struct cited *c)
{
	enum cite_word word = mechanism_of(c);

	return word == CITED_WORDS ? c->mechanism : cite_word(c->lang, word);
}

static void add_part(struct buf *out, const char *before, const char *part)
{
	if (!*part)
		return;
	if (out->len)
		buf_adds(out, before);
	buf_adds(out, part);
}

void cite_point(const struct cited *c, enum cite_style style, const char *para, const char *id, struct buf *out)
{
	const char *pattern = cite_word(c->lang, *para ? CITED_PARA : CITED_RECOMMENDATION), *number = *para ? para : id, *mark;

	if (!*number)
		return;
	/* OSCOLA has no full stops in abbreviations */
	if (style == CITE_OSCOLA && *para && cite_is_english(c->lang))
		pattern = "para %s";
	mark = strstr(pattern, "%s");
	buf_add(out, pattern, mark ? (size_t)(mark - pattern) : strlen(pattern));
	buf_adds(out, number);
	buf_adds(out, mark ? mark + 2 : "");
}

static void add_plain(const struct cited *c, struct buf *out)
{
	add_part(out, ", ", cited_by(c));
	add_part(out, ", ", c->title);
	add_part(out, ", ", cited_kind(c));
	add_part(out, ", ", cited_symbol(c));
	add_part(out, ", ", cited_value(c, "date"));
}

/* "2014-12-10" as "10 December 2014", "2014-12" as "December 2014"; else as it is. */
static void add_date(const struct cited *c, struct buf *out)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December" };
	const char *date = cited_value(c, "date");
	unsigned year, month, day;
	int n = 0;

	if (cite_is_english(c->lang) && sscanf(date, "%4u-%2u-%2u%n", &year, &month, &day, &n) == 3 && !date[n] && month - 1 < 12)
		buf_addf(out, "%u %s %u", day, months[month - 1], year);
	else if (cite_is_english(c->lang) && sscanf(date, "%4u-%2u%n", &year, &month, &n) == 2 && !date[n] && month - 1 < 12)
		buf_addf(out, "%s %u", months[month - 1], year);
	else
		buf_adds(out, date);
}

static void add_oscola(const struct cited *c, struct buf *out)
{
	const char *symbol = cited_symbol(c);
	struct buf within = BUF_INIT;

	add_part(out, ", ", cited_by(c));
	buf_addf(out, "%s‘%s’", out->len ? ", " : "", c->title);
	/* of a UN document the symbol says what it is */
	if (!cited_is_un(c) || !*symbol)
		buf_adds(&within, cited_kind(c));
	if (*cited_value(c, "date")) {
		buf_adds(&within, within.len ? ", " : "");
		add_date(c, &within);
	}
	if (within.len)
		buf_addf(out, " (%s)", buf_str(&within));
	if (*symbol)
		buf_addf(out, cited_is_un(c) ? " UN Doc %s" : " %s", symbol);
	else if (*cited_value(c, "url"))
		buf_addf(out, " <%s>", cited_value(c, "url"));
	buf_free(&within);
}

void cite_add(const struct cited *c, enum cite_style style, const char *para, const char *id, struct buf *out)
{
	struct buf whole = BUF_INIT, point = BUF_INIT;

	/* the short form is for what says that it is the UN's: of anything else the publisher and the kind are named */
	if (style == CITE_UN && cited_is_un(c) && *cited_symbol(c))
		buf_adds(&whole, cited_symbol(c));
	else if (style == CITE_OSCOLA)
		add_oscola(c, &whole);
	else
		add_plain(c, &whole);
	cite_point(c, style, para, id, &point);
	add_part(&whole, ", ", buf_str(&point));
	buf_adds(out, buf_str(&whole));
	buf_free(&whole);
	buf_free(&point);
}
