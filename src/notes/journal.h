/* An append-only journal of lines: one write and fdatasync a line, one writer
 * at a time, a torn last line dropped and said (FORMAT.md section 3). */
#ifndef QORJYN_NOTES_JOURNAL_H
#define QORJYN_NOTES_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct err;
struct journal;

enum {
	JOURNAL_LINE_MAX = 1 << 20, /* bytes of a line; longer ones are not written, and count as damaged when read */
	JOURNAL_FILE_MAX = 256 << 20, /* nothing is read or written beyond */
	JOURNAL_SLICE = 64 << 10 /* bytes read in one go by journal_read() */
};

enum journal_mode {
	JOURNAL_WRITABLE,
	JOURNAL_LOCKED,    /* another program writes it: read only; err says who */
	JOURNAL_READ_ONLY, /* the medium cannot be written: err says so; or writing was not wanted */
	JOURNAL_ABSENT     /* not there yet, and nothing is created before there is something to keep */
};

/* Called for each line, without LF; also for a last line without LF.  False: it is damaged (for
 * a last line: torn), which the journal counts and says.  It may be called again from
 * journal_append, when another program wrote before it let the journal go. */
typedef bool journal_fn(void *ctx, const char *line, size_t len);

/* Opens FOLDER/NAME and reads it; folder and file are made by the first append,
 * folder 0700 and file 0600 where the file system knows modes.  Never NULL; err says why it cannot be
 * written, that a torn line was dropped, that lines are damaged.  want_write false: never locks. */
struct journal *journal_open(const char *folder, const char *name, bool want_write, journal_fn *fn, void *ctx, struct err *err);
/* The same, but a file larger than JOURNAL_SLICE is read later, by journal_read(), or by journal_hold() and whatever calls
 * it.  What is wrong with lines is said when all are read. */
struct journal *journal_open_slowly(const char *folder, const char *name, bool want_write, journal_fn *fn, void *ctx, struct err *err);
/* Whether there is more to read; and reads the next slice: then the answer is the new one. */
bool journal_unread(const struct journal *j);
bool journal_read(struct journal *j, struct err *err);
enum journal_mode journal_mode(const struct journal *j);
const char *journal_path(const struct journal *j);
/* Gets hold of the journal for writing, if it does not yet: makes folder and lock, and reads what other
 * programs wrote meanwhile, so that the next line can be made to fit.  journal_append does it too. */
bool journal_hold(struct journal *j, struct err *err);
/* Appends line (with its LF) and, for the first line of a new file, header before
 * it; on the disk when it returns true.  On false nothing of it counts (a half-written line is cut off
 * again or made harmless), err says why (full disk, read only, gone).  In the modes LOCKED and
 * READ_ONLY it tries to get hold of the journal once more. */
bool journal_append(struct journal *j, const char *header, const char *line, size_t len, struct err *err);
/* The same with several lines at once, each at most JOURNAL_LINE_MAX, which all are on the disk when it returns true. */
bool journal_append_lines(struct journal *j, const char *header, const char *lines, size_t len, struct err *err);
/* The same without waiting for the disk, for reading positions; may be several lines. */
bool journal_append_lazily(struct journal *j, const char *header, const char *line, size_t len, struct err *err);
/* Bytes in the file; for deciding when to compact. */
size_t journal_size(const struct journal *j);
/* Writes a new file with these lines in the safe order: the old bytes copied to NAME.old and
 * synced; the new ones written to NAME.new and synced, renamed, the file synced again, the folder synced; then
 * NAME.old is removed.  Where NAME.old is found at opening, it is read before NAME. */
bool journal_replace(struct journal *j, const char *bytes, size_t len, struct err *err);
void journal_close(struct journal *j); /* unlocks; NULL is fine */

#endif
