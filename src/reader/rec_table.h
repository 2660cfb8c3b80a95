/* Many recommendations, out of one report or out of a whole library, to be
 * filtered, sorted and grouped while a person types. */
#ifndef QORJYN_READER_REC_TABLE_H
#define QORJYN_READER_REC_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"
#include "doc/doc.h"
#include "notes/anchor.h"
#include "notes/note.h"

struct buf;
struct cited;
struct library;
struct mark;
struct report;
struct store;

/* What one of them is known by; strings are clean and never NULL. */
struct rec_entry {
	struct place place;         /* of a note whose bundle is not there: .bundle NONE */
	uint32_t rec, recs;         /* number in its doc, NONE: a bookmarked passage that is no recommendation; how many that has */
	const char *text;           /* the quotation, one line */
	const char *context;        /* what leads in to it */
	const char *value[REC_KEYS];
	const char *other;          /* unknown keys, "key=value" lines */
	const char *title, *report, *series, *date, *lang, *mechanism;
	const char *heading;        /* what it stands under */
	const char *citation;       /* CITE_PLAIN */
	const struct cited *cited;  /* its report; the table's */
	bool declared;
	/* of the person's note on it */
	bool bookmarked;
	const char *note;           /* its UUID, of several the first with something written on it; "" none */
	enum anchor_state state;
	enum work_status status;
	const char *tags;           /* joined by "; " */
	const char *creator;        /* of a note of another person, which note, status and tags then are of; "" the person's own, or none */
};

struct rec_table;

struct rec_table *rec_table_new(void);
void rec_table_free(struct rec_table *t); /* NULL is fine */
/* Appends the recommendations of an open report, which need not stay open; store may be NULL. */
void rec_table_add(struct rec_table *t, const struct report *r, const struct store *store);
/* Appends what a bookmark on this block of an open report would stand on: a recommendation or another passage. */
void rec_table_add_passage(struct rec_table *t, const struct report *r, uint32_t block);
/* Appends only what this store has notes on and whose place in lib (note_place()) is this report: recommendations, other
 * passages, and what is not there any more, with its old words.  others: what other people have notes on too. */
void rec_table_add_noted(struct rec_table *t, const struct report *r, const struct store *store, const struct library *lib, bool others);
/* The same where the report at this place cannot be opened: what its notes remember. */
void rec_table_add_unread(struct rec_table *t, const struct place *place, const struct store *store, const struct library *lib, bool others);
/* Appends what a note remembers of a passage whose report is not there. */
void rec_table_add_absent(struct rec_table *t, const struct note *note);
void rec_table_add_absent_other(struct rec_table *t, const struct note *note); /* of another person */
uint32_t rec_table_count(const struct rec_table *t);
const struct rec_entry *rec_table_entry(const struct rec_table *t, uint32_t n);
/* Appends what this mark stands on in an open report, or what its note remembers of a passage that is gone. */
void rec_table_add_mark(struct rec_table *t, const struct report *r, const struct mark *mark);
/* Bookmarks, status and tags as the store has them now: for the entries of one open report; and for all of them, quickly,
 * by ids and places alone: a new note on a passage that only its words would tell is not seen. */
void rec_table_mark(struct rec_table *t, const struct report *r, const struct store *store);
void rec_table_remark(struct rec_table *t, const struct store *store);

/* ---- choosing */

enum rec_field {
	FIELD_ANY, FIELD_TO, FIELD_FROM, FIELD_THEME, FIELD_PERSONS, FIELD_SDG, FIELD_RESPONSE, FIELD_IMPLEMENTATION, FIELD_STATUS, FIELD_TAG,
	FIELD_REPORT, FIELD_ID, FIELD_IS,
	FIELDS
};
/* "to", "from", ...: as they are typed before a colon, untranslated. */
extern const char *const rec_field_names[FIELDS];

/* What a person typed: words that all must be there, and FIELD:VALUE (with quotation marks where there are spaces);
 * the field's name also in the person's language.  is:bookmarked, is:declared, is:detected.  A minus before it
 * means that it must not be there.  Nothing is an error: what is no field is a word. */
struct rec_query;
struct rec_query *rec_query_new(const char *typed);
void rec_query_free(struct rec_query *q);
bool rec_query_is_empty(const struct rec_query *q);
/* One more condition; value is compared folded, a part of the field is enough. */
void rec_query_add(struct rec_query *q, enum rec_field field, const char *value);

enum rec_order { ORDER_REPORT, ORDER_TO, ORDER_THEME, ORDER_STATUS, ORDER_DATE, ORDERS };
enum rec_group { GROUP_REPORT, GROUP_NONE, GROUP_TO, GROUP_FROM, GROUP_THEME, GROUP_RESPONSE, GROUP_STATUS, GROUP_TAG, GROUPS };

/* A line of what was chosen: an entry, or a group's heading above its entries. */
struct rec_line {
	uint32_t entry;      /* NONE: a heading */
	const char *heading; /* of a group, "" where the entries say nothing; the table's or a constant */
	uint32_t count;      /* of a heading: entries under it */
};

struct rec_view {
	struct rec_line *lines;
	uint32_t count, entries;
	size_t cap;
};

/* Fills v anew.  In time proportional to the text (times a logarithm for sorting). */
void rec_table_choose(const struct rec_table *t, const struct rec_query *q, enum rec_order order, enum rec_group group, struct rec_view *v);
void rec_view_free(struct rec_view *v);

#endif
