#include <config.h>

#include "worker/foreign_split.h"

#include <string.h>

enum { DEPTH_MAX = 64 };

size_t split_space(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (s[n] == ' ' || s[n] == '\n' || s[n] == '\r' || s[n] == '\t'))
		n++;
	return n;
}

/* s begins with a quotation mark; 0: it does not end. */
static size_t string_len(const char *s, size_t len)
{
	for (size_t n = 1; n < len; n++) {
		if (s[n] == '\\')
			n++;
		else if (s[n] == '"')
			return n + 1;
	}
	return 0;
}

static size_t word_len(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && !strchr(",]}: \n\r\t\"[{", s[n]) && s[n])
		n++;
	return n;
}

enum split_end split_value(const char *s, size_t len, size_t *value_len)
{
	size_t n = 0, depth = 0;

	*value_len = 0;
	do {
		size_t step = 1;

		if (n >= len)
			return SPLIT_CUT;
		if (s[n] == '{' || s[n] == '[') {
			if (++depth > DEPTH_MAX)
				return SPLIT_BROKEN;
		} else if (s[n] == '}' || s[n] == ']') {
			if (!depth)
				return SPLIT_BROKEN;
			depth--;
		} else if (s[n] == '"') {
			step = string_len(s + n, len - n);
			if (!step)
				return SPLIT_CUT;
		} else if (!depth) {
			step = word_len(s + n, len - n);
			if (!step)
				return SPLIT_BROKEN;
			if (n + step == len && len > 0 && !strchr("el0123456789", s[len - 1]))
				return SPLIT_CUT;
		}
		n += step;
	} while (depth);
	*value_len = n;
	return SPLIT_WHOLE;
}

struct split split_begin(struct slice bytes)
{
	return (struct split){ .at = bytes.at + (bytes.len ? 1 : 0), .end = bytes.at + bytes.len, .object = bytes.len && *bytes.at == '{', .first = true };
}

static void skip_space(struct split *s)
{
	s->at += split_space(s->at, (size_t)(s->end - s->at));
}

static bool ends(struct split *s, enum split_end how)
{
	s->how = how;
	s->at = s->end;
	return false;
}

/* The sign that must stand here, with white space around it. */
static bool expect(struct split *s, char sign)
{
	skip_space(s);
	if (s->at == s->end)
		return ends(s, SPLIT_CUT);
	if (*s->at != sign)
		return ends(s, SPLIT_BROKEN);
	s->at++;
	skip_space(s);
	return true;
}

static bool take_value(struct split *s, struct slice *value)
{
	size_t len;
	enum split_end how = split_value(s->at, (size_t)(s->end - s->at), &len);

	*value = (struct slice){ s->at, how == SPLIT_WHOLE ? len : (size_t)(s->end - s->at) };
	if (how != SPLIT_WHOLE)
		return ends(s, how);
	s->at += len;
	return true;
}

bool split_next(struct split *s, struct slice *key, struct slice *value)
{
	bool first = s->first;

	*key = *value = (struct slice){ "", 0 };
	s->first = false;
	skip_space(s);
	if (s->at == s->end)
		return s->how == SPLIT_WHOLE ? ends(s, SPLIT_CUT) : false;
	if (*s->at == (s->object ? '}' : ']'))
		return ends(s, SPLIT_WHOLE);
	if (!first && !expect(s, ','))
		return false;
	if (s->object) {
		if (s->at < s->end && *s->at != '"')
			return ends(s, SPLIT_BROKEN);
		if (!take_value(s, value))
			return false;
		*key = (struct slice){ value->at + 1, value->len - 2 };
		*value = (struct slice){ "", 0 };
		if (!expect(s, ':'))
			return false;
	}
	return take_value(s, value);
}

bool split_key_is(struct slice key, const char *name)
{
	return key.len == strlen(name) && !memcmp(key.at, name, key.len);
}
