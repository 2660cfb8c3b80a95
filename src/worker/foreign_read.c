#include <config.h>

#include "worker/foreign_read.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "notes/foreign.h"
#include "notes/sum.h"
#include "worker/foreign_entry.h"
#include "worker/foreign_split.h"

enum { PAGES_MAX = 64 };

static void trouble(struct foreign_in *in, enum split_end how)
{
	if (how != SPLIT_WHOLE)
		in->out.sums.troubles |= how == SPLIT_CUT ? FOREIGN_CUT : FOREIGN_BROKEN;
}

static void take_array(struct foreign_in *in, struct slice bytes)
{
	struct split s = split_begin(bytes);
	struct slice key, value;

	while (split_next(&s, &key, &value) && !(in->out.sums.troubles & FOREIGN_MANY))
		foreign_entry(in, value.at, value.len);
	trouble(in, s.how);
}

static bool holds_entries(struct slice key)
{
	static const char *const keys[] = { "items", "rows", "annotations", "@graph", "notes" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (split_key_is(key, keys[i]))
			return true;
	return false;
}

static bool is_page(struct slice key, struct slice value)
{
	return value.len && *value.at == '{' && (split_key_is(key, "first") || split_key_is(key, "next"));
}

static bool is_list(struct slice key, struct slice value)
{
	return value.len && *value.at == '[' && holds_entries(key);
}

static void take_object(struct foreign_in *in, struct slice bytes, int pages);

static void take_part(struct foreign_in *in, struct slice key, struct slice value, int pages)
{
	if (is_list(key, value))
		take_array(in, value);
	else if (is_page(key, value) && pages < PAGES_MAX)
		take_object(in, value, pages + 1);
}

/* A set, a page or a collection; else it is an entry itself.  What is cut off is gone through as far as it goes. */
static void take_object(struct foreign_in *in, struct slice bytes, int pages)
{
	struct split s = split_begin(bytes);
	struct slice key, value;
	bool holds = false;

	/* what is said of all may stand behind them */
	while (split_next(&s, &key, &value)) {
		holds |= is_page(key, value) || is_list(key, value);
		if (split_key_is(key, "generator") || split_key_is(key, "creator") || split_key_is(key, "about") || split_key_is(key, "dc:title"))
			foreign_frame(in, key, value);
	}
	if (!holds && s.how == SPLIT_WHOLE) {
		foreign_entry(in, bytes.at, bytes.len);
		return;
	}
	s = split_begin(bytes);
	while (split_next(&s, &key, &value))
		take_part(in, key, value, pages);
	if (s.how == SPLIT_CUT)
		take_part(in, key, value, pages);
	trouble(in, s.how);
}

/* ---- JSON Lines */

static void take_line(struct foreign_in *in, const char *line, size_t len, bool last)
{
	size_t value_len;

	if (*line == '#')
		return; /* a torn piece that was closed off */
	if (last && split_value(line, len, &value_len) == SPLIT_CUT) {
		in->out.sums.troubles |= FOREIGN_CUT;
		return;
	}
	if ((in->journal && !sum_is_right(line, len)) || !sum_is_shallow(line, len))
		in->out.sums.damaged++;
	else
		foreign_entry(in, line, len);
}

static void take_lines(struct foreign_in *in, struct slice bytes)
{
	const char *at = bytes.at, *end = bytes.at + bytes.len;

	while (at < end && !(in->out.sums.troubles & FOREIGN_MANY)) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));
		const char *stop = lf ? lf : end;

		if (split_space(at, (size_t)(stop - at)) < (size_t)(stop - at))
			take_line(in, at, (size_t)(stop - at) - (stop[-1] == '\r'), !lf);
		at = stop + 1;
	}
}

/* The line at s, without white space at its end. */
static struct slice line_at(const char *s, const char *end)
{
	const char *lf = s < end ? memchr(s, '\n', (size_t)(end - s)) : NULL;
	struct slice line = { s, (size_t)((lf ? lf : end) - s) };

	while (line.len && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\r' || line.at[line.len - 1] == '\t'))
		line.len--;
	return line;
}

static bool is_object(struct slice line)
{
	size_t len;

	return line.len && *line.at == '{' && split_value(line.at, line.len, &len) == SPLIT_WHOLE && len == line.len;
}

/* Each line is an object of its own; one line alone only when it is a journal's header.  The first may be damaged. */
static bool is_lines(struct slice bytes)
{
	const char *end = bytes.at + bytes.len;
	struct slice first = line_at(bytes.at, end), second;

	if (*bytes.at != '{')
		return false;
	second = line_at(memchr(bytes.at, '\n', bytes.len) ? (const char *)memchr(bytes.at, '\n', bytes.len) + 1 : end, end);
	if (is_object(first))
		return second.len || sum_is_right(first.at, first.len);
	return first.at[first.len - 1] == '}' && (is_object(second) || (second.len && *second.at == '#'));
}

void foreign_read(const char *bytes, size_t len, struct buf *answer)
{
	struct foreign_in in = { .title = NULL };
	size_t mark = utf8_mark(bytes, len), space;
	struct slice all = { bytes + mark, len - mark };

	space = split_space(all.at, all.len);
	all = (struct slice){ all.at + space, all.len - space };
	if (!all.len)
		in.out.sums.troubles |= FOREIGN_EMPTY;
	else if (*all.at != '{' && *all.at != '[')
		in.out.sums.troubles |= FOREIGN_NOT_JSON;
	else if (is_lines(all))
		take_lines(&in, all);
	else if (*all.at == '[')
		take_array(&in, all);
	else
		take_object(&in, all, 0);
	foreign_encode(&in.out, answer);
	buf_free(&in.line);
	free(in.title);
	free(in.creator);
}
