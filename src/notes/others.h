/* The notes of other people: a journal each, under notes/from/ in the state folder, apart from the person's own.  They are
 * read when they are first asked for, and never changed in place. */
#ifndef QORJYN_NOTES_OTHERS_H
#define QORJYN_NOTES_OTHERS_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct note;
struct others;

enum { OTHERS_NAME_MAX = 200 /* bytes of a person's name */ };

/* state: the state folder; NULL: there are none.  Reads nothing yet. */
struct others *others_new(const char *state);
void others_free(struct others *o); /* NULL is fine */

/* The notes that are not removed, person by person, oldest first; creator is never "".  o may be NULL. */
size_t others_count(struct others *o);
const struct note *others_note(struct others *o, size_t n);
/* By who made it and its UUID, which others may have used too; NULL. */
const struct note *others_find(struct others *o, const char *creator, const char *uuid);
/* Notes of one report: calls fn for each; returns how many. */
typedef void others_fn(void *ctx, const struct note *note);
size_t others_each(struct others *o, const char *series, const char *report, others_fn *fn, void *ctx);
/* What is to be said of files that could not be read as they should; "" nothing. */
const char *others_trouble(struct others *o);

/* The names under which notes are kept, each once. */
size_t others_people(struct others *o);
const char *others_person(struct others *o, size_t n);

/* The folder, and the name of a person's journal in it: plain letters that any file system takes, and a sum by which names
 * that would be one on some of them are told apart.  Caller frees. */
char *others_folder(const char *state);
char *others_file(const char *name);
/* The name without spaces at its ends, clean, on one line; NULL: it is empty or too long.  Caller frees. */
char *others_name(const char *name);

/* Removes all notes of a person; *count: how many there were.  False: err says why (nobody has this name; another
 * program writes them). */
bool others_forget(struct others *o, const char *name, size_t *count, struct err *err);

#endif
