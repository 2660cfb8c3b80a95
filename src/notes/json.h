/* A note as one line of JSON with a check sum at its end, and back.  The only
 * file of notes/ that sees jansson. */
#ifndef QORJYN_NOTES_JSON_H
#define QORJYN_NOTES_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct err;
struct note;

/* Appends the complete line with its LF.  It ends ,"qorjyn:crc32":"8 hex digits"}
 * where the sum is over the bytes of the line before that comma. */
void json_note_line(const struct note *note, struct buf *out);
/* The header line of a journal (AnnotationSet, version). */
void json_header_line(struct buf *out);
/* NEWER: a header of a later version of the format.  OTHER: whole, but no record of ours; in a file with such a header it
 * may be one. */
enum json_line { JSON_NOTE, JSON_HEADER, JSON_NEWER, JSON_PLACE, JSON_OTHER, JSON_BAD };
/* Reads a line (without LF).  JSON_NOTE sets *note (caller frees); JSON_BAD
 * when the sum is wrong or it is no JSON object. */
enum json_line json_read_line(const char *line, size_t len, struct note **note);

/* A reading position, for places.jsonl: same manner, last line for a report wins. */
struct reading {
	char *series, *report, *lang;
	unsigned block, offset, percent;
	char *time;
};
void json_reading_line(const struct reading *r, struct buf *out);
bool json_read_reading(const char *line, size_t len, struct reading *r);
void reading_free(struct reading *r);

#endif
