#include <config.h>
#include "base/number.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

#define NO_BREAK "\u00A0"

static const struct habit {
	const char *lang, *group, *percent;
	size_t least; /* digits that a number must have to be set apart */
} habits[] = {
	{ "en", ",", "", 4 },
	{ "es", NO_BREAK, NO_BREAK, 5 },
	{ "fr", NO_BREAK, NO_BREAK, 4 },
	{ "kk", NO_BREAK, "", 4 },
	{ "pl", NO_BREAK, "", 5 },
	{ "ru", NO_BREAK, NO_BREAK, 4 },
	{ "uk", NO_BREAK, "", 4 },
};
static const struct habit others = { "", NO_BREAK, "", 5 };

static const struct habit *habit_of(const char *lang)
{
	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (!strcmp(habits[i].lang, lang))
			return &habits[i];
	return &others;
}

void number_text(unsigned long n, const char *lang, struct buf *out)
{
	const struct habit *h = habit_of(lang);
	char digits[3 * sizeof n + 1];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%lu", n);

	for (size_t i = 0; i < len; i++) {
		if (i && len >= h->least && (len - i) % 3 == 0)
			buf_adds(out, h->group);
		buf_addc(out, digits[i]);
	}
}

void number_percent(unsigned n, const char *lang, struct buf *out)
{
	buf_addf(out, "%u%s%%", n, habit_of(lang)->percent);
}

/* "%lu" or "%2$lu" at p: its length, and which number; else 0. */
static size_t directive(const char *p, int next, int *which)
{
	bool numbered = (p[1] == '1' || p[1] == '2') && p[2] == '$';
	const char *rest = p + (numbered ? 3 : 1);

	*which = numbered ? p[1] - '1' : next;
	return strncmp(rest, "lu", 2) ? 0 : (size_t)(rest + 2 - p);
}

void number_format(struct buf *out, const char *pattern, unsigned long a, unsigned long b, const char *lang)
{
	int next = 0;

	for (const char *p = pattern; *p; p++) {
		int which = 0;
		size_t len = *p == '%' ? directive(p, next, &which) : 0;

		if (len) {
			number_text(which ? b : a, lang, out);
			next++;
			p += len - 1;
		} else {
			buf_addc(out, *p);
			if (*p == '%' && p[1] == '%')
				p++;
		}
	}
}
