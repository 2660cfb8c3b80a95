/* What a note says, in words for a person. */
#ifndef QORJYN_TUI_NOTE_WORDS_H
#define QORJYN_TUI_NOTE_WORDS_H

#include <stdbool.h>

#include "notes/anchor.h"
#include "notes/note.h"

struct buf;
struct mark;

/* What became of its passage, translated. */
const char *note_state_word(enum anchor_state state);
/* The sign in the gutter and in lists: a bookmark, one with something written, or one whose passage has changed. */
const char *note_sign(const struct note *note, enum anchor_state state, bool ascii);
/* The sign of all that stand on one passage: of several their number, "+" for more than nine, or "?" when one has changed. */
const char *notes_sign(const struct mark *marks, uint32_t n, bool ascii);
/* The sign of another person's note, the same in ASCII. */
#define NOTE_SIGN_OTHERS "@"
/* Appends work status, tags and the beginning of the text in one line, with this between them; nothing when there are
 * none. */
void note_summary(const struct note *note, const char *between, struct buf *out);
/* Whether it was made in another language than here, that of the text it is shown with. */
bool note_is_foreign(const struct note *note, const char *here);
/* Appends all that a note says, with the day and edition and, if that is not here, the language it was made in. */
void note_whole(const struct note *note, const char *here, struct buf *out);
/* The same of another person's, which begins with the name. */
void note_whole_of(const struct note *note, enum anchor_state state, const char *here, struct buf *out);
/* The same of several of one's own, one after the other, each with the time it was made and, if so, that its words have
 * changed. */
void notes_whole(const struct mark *marks, uint32_t n, const char *here, struct buf *out);
/* Appends when it was made, on which edition, by whom where that is known and, if that is not here, in which language. */
void note_made(const struct note *note, const char *here, struct buf *out);
/* Appends s without line ends, at most so many bytes of it, with an ellipsis where there is more. */
void note_line(const char *s, size_t most, struct buf *out);

#endif
