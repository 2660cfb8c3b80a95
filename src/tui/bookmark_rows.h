/* The rows of the list of all bookmarks: by report, with what became of each, and the filter.  Internal to tui/. */
#ifndef QORJYN_TUI_BOOKMARK_ROWS_H
#define QORJYN_TUI_BOOKMARK_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/place.h"
#include "notes/anchor.h"
#include "tui/gather.h"

struct note;
struct reader;
struct store;

/* A note is kept by its UUID: the store lets go of notes when they change. */
struct bookmark_row {
	char *uuid;            /* NULL: the heading of a group; of another person's note its key (marks_key()) */
	const struct note *theirs; /* another person's note; it stays as long as the store */
	char *hay;             /* what the filter looks in, made when it is first needed */
	uint32_t group, variant; /* variant: the one the note was made in; NONE: by preference */
	uint64_t version;      /* of the note that the state is of */
	bool checked;          /* its report was opened, and state is known */
	enum anchor_state state;
	struct note *now;      /* when CHANGED: as it would quote its passage today; NULL */
};

struct bookmark_group {
	char *title, *series;
	struct place place;
	bool present;
	const char *lang;      /* that the report opens in by preference, the library's; "" not here */
	uint32_t gathered;     /* its first place in gather */
};

struct bookmark_rows {
	struct reader *reader;
	struct bookmark_row *rows;
	uint32_t count;
	size_t cap;
	struct bookmark_group *groups;
	uint32_t ngroups;
	size_t group_cap;
	struct map by_uuid;    /* to index in rows */
	uint32_t *shown;       /* those that the filter lets through, and their headings */
	uint32_t nshown, notes_shown, nothers; /* nothers: notes of other people, shown or not */
	char *filter;          /* as the person wrote it; "" none */
	uint64_t changes;      /* store_changes() then */
	struct gather gather;  /* opens the reports whose bookmarks are not checked */
};

void bookmark_rows_init(struct bookmark_rows *b, struct reader *reader);
void bookmark_rows_free(struct bookmark_rows *b);
/* Makes the rows again when notes were changed since; what is known of the others is kept.  True: it did. */
bool bookmark_rows_refresh(struct bookmark_rows *b);
/* Shows only notes with all these words (in text, quotation, tags, title, edition, work status or state). */
void bookmark_rows_filter(struct bookmark_rows *b, const char *words);
/* Row n of those shown, and its note (NULL: a heading, or the note is not there any more). */
struct bookmark_row *bookmark_row(const struct bookmark_rows *b, uint32_t n);
const struct note *bookmark_note(const struct bookmark_rows *b, uint32_t n);
/* Where this note is shown; NONE. */
uint32_t bookmark_shown(const struct bookmark_rows *b, const char *uuid);
/* How many are in this state, as far as it is known. */
uint32_t bookmark_count(const struct bookmark_rows *b, enum anchor_state state);

#endif
