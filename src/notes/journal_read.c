/* Reading a journal, and saying what is wrong with it. */
#include <config.h>

#include "notes/journal_parts.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "notes/file.h"
#include "notes/sum.h"

/* ---- messages */

void journal_say_also(struct err *err, const char *sentence)
{
	char *first;

	if (!err)
		return;
	first = mem_strdup(err_text(err));
	if (*first)
		err_set(err, "%s %s", first, sentence);
	else
		err_set(err, "%s", sentence);
	free(first);
}

void journal_say_cannot_write(const struct journal *j, int error, struct err *err)
{
	struct err e = ERR_INIT;

	err_sys(&e, error, _("%s cannot be written, so new notes will be lost"), j->shown);
	journal_say_also(err, err_text(&e));
	err_free(&e);
}

static void say_lines(struct journal *j, const struct lines *got, struct err *err)
{
	struct err e = ERR_INIT;

	if (got->error) {
		err_sys(&e, got->error, _("%s could not be read to its end"), j->shown);
		journal_say_also(err, err_text(&e));
	}
	if (got->bad > 0) {
		err_set(&e, tr_n("%s: %lu line is damaged and is left out.", "%s: %lu lines are damaged and are left out.",
				 (unsigned long)got->bad), j->shown, (unsigned long)got->bad);
		journal_say_also(err, err_text(&e));
	}
	if (j->sealed && seal_file_at(j->sealed)->displaced) {
		unsigned long n = (unsigned long)seal_file_at(j->sealed)->displaced;

		err_set(&e, tr_n("%s: %lu line is missing, or is not where it was written; all that is there was read.",
				 "%s: %lu lines are missing, or are not where they were written; all that is there was read.", n), j->shown, n);
		journal_say_also(err, err_text(&e));
	}
	/* what looks torn may be a line that the other program is just writing */
	if (got->tail == TAIL_TORN && j->mode != JOURNAL_LOCKED) {
		err_set(&e, _("%s: the last line was not written to its end and is left out."), j->shown);
		journal_say_also(err, err_text(&e));
	}
	err_free(&e);
}

/* Writing to it would leave lines that nobody could read, or could who may not. */
void journal_say_form(const struct journal *j, struct err *err)
{
	struct err e = ERR_INIT;

	if (j->form == FORM_SEALED)
		err_set(&e, _("%s has been sealed by another program; quit and start again to go on with it."), j->shown);
	else
		err_set(&e, _("%s has been unsealed by another program; quit and start again to go on with it."), j->shown);
	journal_say_also(err, err_text(&e));
	err_free(&e);
}

/* ---- reading */

static bool take_sealed(struct journal *j, const char *line, size_t len)
{
	j->before = *seal_file_at(j->sealed);
	switch (seal_file_read(j->sealed, line, len, &j->plain)) {
	case SEALED_LINE:
		return j->plain.len <= JOURNAL_LINE_MAX && j->fn(j->ctx, buf_str(&j->plain), j->plain.len);
	case SEALED_OTHER:
		j->form = FORM_SEALED;
		return true;
	case SEALED_HEADER:
		return true;
	case SEALED_DAMAGED:
		break;
	}
	return false;
}

/* Only a whole header makes a file sealed that has plain records too; else it is a damaged line among them. */
static bool take_plain(struct journal *j, const char *line, size_t len)
{
	enum seal_looks looks = seal_looks(line, len);

	if (looks == SEAL_HEADER)
		j->header = true;
	if (looks != SEAL_NOT) {
		j->form = j->header || !j->records ? FORM_SEALED : j->form;
		return j->form == FORM_SEALED;
	}
	if (!j->records && *line == '{' && sum_is_right(line, len)) {
		j->records = true;
		j->form = j->header ? j->form : FORM_ASKED;
	}
	return len <= JOURNAL_LINE_MAX && j->fn(j->ctx, line, len);
}

static bool take(void *ctx, const char *line, size_t len)
{
	struct journal *j = ctx;
	bool first = j->first;

	j->first = false;
	if (!j->sealed)
		return take_plain(j, line, len);
	if (first && *line == '{' && sum_is_right(line, len))
		j->form = FORM_PLAIN;
	if (j->form == FORM_PLAIN)
		return len <= JOURNAL_LINE_MAX && j->fn(j->ctx, line, len);
	return take_sealed(j, line, len);
}

/* The state of the sealed lines must be that before the first line that is read now. */
static void start_reading(struct journal *j, off_t from)
{
	if (from == 0) {
		j->first = true;
		j->records = j->header = false;
		j->form = FORM_ASKED;
		if (j->sealed)
			seal_file_begin(j->sealed);
	} else if (j->sealed && j->tail != TAIL_NONE)
		seal_file_back(j->sealed, &j->before); /* it is read again, now perhaps whole */
}

void journal_read_old(struct journal *j, struct err *err)
{
	char *old = mem_printf("%s.old", j->path);
	struct lines got;
	int fd = file_open(old, O_RDONLY);

	if (fd >= 0) {
		start_reading(j, 0);
		lines_read(fd, 0, SIZE_MAX, take, j, &got);
		got.tail = TAIL_NONE; /* a copy that was not finished: the lines are in NAME */
		say_lines(j, &got, err);
		close(fd);
	}
	free(old);
}

void journal_read(struct journal *j, int fd, size_t budget, struct err *err)
{
	struct stat st = { 0 };
	struct lines got;
	off_t from = 0;

	if (fstat(fd, &st) == 0) {
		if (st.st_dev == j->dev && st.st_ino == j->ino && st.st_size >= j->whole)
			from = j->whole;
		j->dev = st.st_dev;
		j->ino = st.st_ino;
	}
	start_reading(j, from);
	if (!budget && st.st_size - from > JOURNAL_SLICE) {
		j->whole = from;
		j->unread = true;
		return;
	}
	lines_read(fd, from, budget ? budget : JOURNAL_SLICE, take, j, &got);
	j->size = got.error && st.st_size > got.end ? st.st_size : got.end;
	j->whole = got.whole;
	j->tail = got.error ? TAIL_TORN : got.tail;
	j->unread = got.more;
	j->bad += got.bad;
	if (got.more)
		return;
	got.bad = j->bad;
	j->bad = 0;
	if (got.error)
		got.tail = TAIL_NONE;
	say_lines(j, &got, err);
}
