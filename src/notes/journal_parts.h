/* A journal as the files that make it up know it.  Inside notes/ only. */
#ifndef QORJYN_NOTES_JOURNAL_PARTS_H
#define QORJYN_NOTES_JOURNAL_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "notes/journal.h"
#include "notes/lines.h"
#include "notes/lock.h"
#include "notes/sealed.h"

enum journal_form {
	FORM_ASKED,  /* the one that was asked for */
	FORM_PLAIN,  /* plain, though sealed was asked for */
	FORM_SEALED  /* sealed, or under another key */
};

struct journal {
	char *folder, *path, *lock_path;
	char *shown; /* path for messages */
	journal_fn *fn;
	void *ctx;
	bool want_write;
	enum journal_mode mode;
	struct seal_file *sealed; /* NULL: plain */
	enum journal_form form; /* of the file as it was found */
	bool first;           /* the next line is the first of the file */
	bool records;         /* asked for plain: a record with its right sum was read, so the file is plain */
	bool header;          /* asked for plain: a whole header of the sealed form was read */
	struct seal_at before; /* the last line read */
	struct buf plain;     /* the line opened last */
	struct lock lock;
	int fd;               /* open for appending while the lock is held, else -1 */
	int read_fd;          /* open for reading while there is more to read without the lock, else -1 */
	bool unread;          /* there is more to read */
	size_t bad;           /* damaged lines so far, not said yet */
	off_t size;           /* of what counts: the next line goes here */
	off_t whole;          /* up to where lines were read */
	dev_t dev;            /* the file that was read, to read only the rest later */
	ino_t ino;
	enum lines_tail tail; /* how the bytes before size end */
	bool cut;             /* bytes beyond size are of a failed append and must go */
	bool named;           /* the file's name is on the disk too */
};

/* ---- journal_read.c */
/* The file through fd, from where it was read to last, about budget bytes; 0: all of a small file, nothing of a large one.
 * At its end it says what is wrong with it. */
void journal_read(struct journal *j, int fd, size_t budget, struct err *err);
/* NAME.old, which is there only while a replacement was interrupted. */
void journal_read_old(struct journal *j, struct err *err);
/* Adds a second whole sentence to err. */
void journal_say_also(struct err *err, const char *sentence);
void journal_say_cannot_write(const struct journal *j, int error, struct err *err);
/* That the file has not the form that was asked for. */
void journal_say_form(const struct journal *j, struct err *err);

/* ---- journal_replace.c; const: the sealed lines count on all the same */
/* Bytes and length, with the first ones the names too.  False with errno. */
bool journal_sync(struct journal *j);
/* Appends lines as they go to the file, under a header (NULL: none). */
void journal_add(const struct journal *j, const char *header, const char *lines, size_t len, struct buf *out);

#endif
