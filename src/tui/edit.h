/* A text of several lines being written: the words, the cursor, undo.  Knows nothing of screens and keys; the editor
 * (editor.h) and whatever else takes text from a person use it. */
#ifndef QORJYN_TUI_EDIT_H
#define QORJYN_TUI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct edit {
	struct buf text;      /* clean, LF between lines; edit_text() */
	size_t at;            /* byte where the cursor stands, never inside a cluster */
	size_t max;           /* bytes */
	bool full;            /* something was left out because of it; the caller sets it back */
	struct buf typed;     /* belongs before the cursor, and is put there all at once */
	struct edit_step *steps;
	size_t nsteps, cap_steps, done; /* done: how many of them are in the text; the rest was undone */
	bool together;        /* the next change may join the last step */
	size_t *rows;         /* where each row begins, at row_cols */
	size_t nrows, cap_rows;
	int row_cols;         /* of the rows that are known, which are those before byte rows_to; 0: none are */
	size_t rows_to;
	bool rows_all;
};

enum edit_move {
	EDIT_LEFT, EDIT_RIGHT, EDIT_WORD_LEFT, EDIT_WORD_RIGHT, EDIT_LINE_START, EDIT_LINE_END, EDIT_TEXT_START, EDIT_TEXT_END
};

/* text (any bytes) is cleaned; it is kept whole, also when it is longer than max. */
void edit_init(struct edit *e, const char *text, size_t max);
void edit_free(struct edit *e);
/* The text now; valid until the next change. */
const char *edit_text(struct edit *e);
/* A character at the cursor, typed or pasted.  Many in a row cost no more than their number. */
void edit_put(struct edit *e, uint32_t c);
void edit_move(struct edit *e, enum edit_move move);
/* Deletes from the cursor to where the move would lead. */
void edit_delete(struct edit *e, enum edit_move move);
/* False: there is nothing to undo, or to do again. */
bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);

/* The text as rows of at most cols columns (a space may hang over). */
size_t edit_rows(struct edit *e, int cols);
/* Row n of edit_rows(): its first byte, and the end of what is shown in *end. */
size_t edit_row(const struct edit *e, size_t n, size_t *end);
size_t edit_row_at(const struct edit *e, size_t at);
/* Moves to the nearest place in row n that is not beyond column col. */
void edit_go(struct edit *e, size_t n, int col);

#endif
