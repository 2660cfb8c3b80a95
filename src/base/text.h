/* Cleaning: the one place where bytes from outside become text.
 *
 * Two rules (what terminals do with such characters was measured):
 * TEXT_RUNNING, for what is read.
 *   turned: TAB into spaces up to the next multiple of eight columns; CR LF
 *     and lone CR into LF; LF stays as a line break.
 *   replaced by U+FFFD: other C0, DEL, C1, U+2028/9, bidi embeddings,
 *     overrides and isolates, tags, noncharacters, interlinear annotation,
 *     invisible fillers and operators; bytes that are not UTF-8, each.
 *   dropped, because ordinary text has them and nothing is lost: U+00AD, 034F,
 *     061C, 180E, 200E, 200F, 2060, FEFF, E0100-E01EF.
 *   limited: at most four characters that take no column (combining marks,
 *     joiners, U+200B, variation selectors FE00-FE0F) on one base; the fifth
 *     and later are left out and count as replaced.
 * TEXT_NAME, for what people compare (names, link targets, titles of files,
 * keys): every character that is not a plain graphic one (controls, all
 * format characters, spaces other than U+0020, private use, unassigned, and
 * those that nobody sees: fillers, variation selectors, U+2800) is written out
 * as <U+XXXX>, a wrong byte as <FF>, and so is a fifth mark; nothing is
 * dropped.  One line: LF is <U+000A>.
 * Non-spacing marks stay in both.  Cleaning what is clean changes nothing. */
#ifndef QORJYN_BASE_TEXT_H
#define QORJYN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum text_rule { TEXT_RUNNING, TEXT_NAME, TEXT_REVEAL /* running text with what would be replaced, dropped or left out shown as <U+XXXX> */ };

/* Where a text goes on that comes in parts; zeroes at its start. */
struct text_at {
	size_t column;  /* for tabs */
	unsigned marks; /* on the base before */
};

/* Appends s, cleaned, to out (always valid UTF-8).  *at is where s goes on and is moved on;
 * NULL: s is a whole text.
 * Returns how many characters were replaced or written out (dropped ones that
 * are harmless do not count). */
size_t text_clean(struct buf *out, const char *s, size_t len, enum text_rule rule, struct text_at *at);
/* Whether text_clean() would change nothing.  Fast: no allocation. */
bool text_is_clean(const char *s, size_t len, enum text_rule rule);
/* Whether TEXT_RUNNING replaces this character. */
bool text_is_replaced(uint32_t c);
/* s by TEXT_NAME as a new string (caller frees); NULL gives "". */
char *text_name(const char *s);
/* The last gate, used by the grid and by standard output: valid UTF-8, no
 * control character but LF (allow_lf), and nothing that TEXT_RUNNING replaces
 * or drops.  Whatever text_clean() gives passes; it does not count marks. */
bool text_is_safe(const char *s, size_t len, bool allow_lf);

#endif
