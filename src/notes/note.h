/* A note: a person's bookmark on a place, with room for text, tags and work
 * status.  On disk it is one W3C Web Annotation (json.h). */
#ifndef QORJYN_NOTES_NOTE_H
#define QORJYN_NOTES_NOTE_H

#include <stdbool.h>
#include <stdint.h>

enum { NOTE_CONTEXT = 40 /* characters of prefix and suffix, usually */, NOTE_EXACT_MAX = 4000 /* bytes of the quotation kept */ };

enum work_status { WORK_NONE, WORK_TO_READ, WORK_TO_USE, WORK_USED, WORK_FOLLOWED_UP, WORK_DONE, WORK_KINDS };
extern const char *const work_status_names[WORK_KINDS]; /* "", "to-read", ... as in the file */
/* In words, in the person's language; "" for WORK_NONE. */
const char *work_status_label(enum work_status status);

/* What told the passage from all others of its report when the note was made: its words are there once; once under its
 * headings; once with its context; once with a wide context, which then is what prefix and suffix hold; nothing. */
enum note_unique { UNIQUE_UNKNOWN, UNIQUE_WORDS, UNIQUE_HEADING, UNIQUE_CONTEXT, UNIQUE_WIDE, UNIQUE_NOT, UNIQUE_KINDS };
extern const char *const note_unique_names[UNIQUE_KINDS]; /* "", "words", ... as in the file */

/* All strings owned by the note, never NULL ("" when absent). */
struct note {
	char *uuid;          /* "urn:uuid:..." */
	char *created, *modified; /* "2026-11-24T04:05:06Z" */
	char *creator;
	/* the target */
	char *series, *edition, *report, *lang, *rec; /* rec: the recommendation's id, "" none */
	char *title;         /* of the report when the note was made, to list it without its bundle */
	char *exact, *prefix, *suffix;
	char *heading;       /* heading path, LF between */
	enum note_unique unique;
	uint32_t block, offset;
	char *digest;        /* of the bundle, "" unknown */
	/* the body */
	char *text;
	char **tags; uint32_t ntags;
	enum work_status status;
	bool removed;        /* the last line for this UUID is a removal */
	char *other;         /* unknown members of the record, as JSON text, kept when written again; "" */
};

struct note *note_new(void); /* with a fresh UUID (version 4) and times of now */
void note_free(struct note *note);
/* Puts a copy of s into one of the strings, in place of what was there. */
void note_set(char **field, const char *s);
struct note *note_copy(const struct note *note);
/* Whether it is more than a bookmark: has text, tags or a work status. */
bool note_is_written(const struct note *note);
/* An IRI that names the report for other programs; ours go by the strings. Caller frees. */
char *note_source(const struct note *note);

#endif
