/* Single characters: what is not text, what hides, what other programs do not find. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/props.h"
#include "base/text.h"
#include "base/utf8.h"
#include "reader/lint_parts.h"

enum { OVERRIDE_LEFT = 0x202D, OVERRIDE_RIGHT = 0x202E, REPLACEMENT = 0xFFFD };

struct looking {
	struct lint_file *f;
	const char *s;
	size_t len, at;          /* at: of the character that is looked at */
	uint32_t line;
	uint32_t last[LINT_CODES]; /* the line on which a code was said last: once a line is enough */
};

static void say(struct looking *k, enum lint_code code, const char *a)
{
	if (k->last[code] == k->line)
		return;
	k->last[code] = k->line;
	lint_say(k->f, code, k->line, a, NULL, NULL);
}

static void say_char(struct looking *k, enum lint_code code, uint32_t c)
{
	char name[16];

	snprintf(name, sizeof name, "U+%04lX", (unsigned long)c);
	say(k, code, name);
}

/* A mark that makes one letter with the one before it; both are said. */
static void look_at_mark(struct looking *k, uint32_t c, size_t n)
{
	size_t before = k->at;
	uint32_t base;

	while (before && k->at - before < 4 && ((unsigned char)k->s[--before] & 0xC0) == 0x80)
		;
	if (before == k->at)
		return;
	utf8_get(k->s + before, k->at - before, &base);
	if (base != UTF8_BAD && props_compose(base, c)) {
		char pair[12] = { 0 };

		if (k->at + n - before < sizeof pair)
			memcpy(pair, k->s + before, k->at + n - before);
		if (!k->f->seen[LINT_NOT_NFC])
			say(k, LINT_NOT_NFC, pair);
	}
}

static void look_at_char(struct looking *k, uint32_t c, size_t n)
{
	if (c == UTF8_BAD)
		say(k, LINT_NOT_UTF8, NULL);
	else if (c == OVERRIDE_LEFT || c == OVERRIDE_RIGHT)
		say_char(k, LINT_BIDI, c);
	else if (c == REPLACEMENT)
		say(k, LINT_REPLACED, NULL);
	else if (text_is_replaced(c))
		say_char(k, LINT_CONTROL, c);
	else if (c >= 0x300 && !(c >= 0x370 && c < 0x483))
		look_at_mark(k, c, n);
}

void lint_chars(struct lint_file *f, const char *s, size_t len)
{
	struct looking k = { .f = f, .s = s, .len = len, .line = 1 };
	uint32_t c;

	while (k.at < len) {
		size_t n = utf8_easy(s + k.at, len - k.at);

		if (n) {
			k.at += n;
			continue;
		}
		n = utf8_get(s + k.at, len - k.at, &c);
		if (c == '\n' || (c == '\r' && !(k.at + 1 < len && s[k.at + 1] == '\n')))
			k.line++;
		else if (c != '\t' && c != '\r')
			look_at_char(&k, c, n);
		k.at += n;
	}
}
