#include <config.h>

#include "doc/rec.h"

#include <string.h>

#include "doc/doc.h"

const char *const rec_key_names[REC_KEYS] = {
	"id", "para", "from", "to", "theme", "persons", "sdg", "response", "implementation", "assessed",
	"action", "see",
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One key and value at *at; false at the end. */
static bool next_pair(const char *s, size_t len, size_t *at, struct rec_pair *pair)
{
	size_t i = *at;

	while (i < len && is_space(s[i]))
		i++;
	if (i == len)
		return false;
	pair->key = s + i;
	while (i < len && !is_space(s[i]) && s[i] != '=')
		i++;
	pair->key_len = (size_t)(s + i - pair->key);
	pair->value = s + i;
	pair->value_len = 0;
	while (i < len && is_space(s[i]))
		i++;
	if (i < len && s[i] == '=') {
		for (i++; i < len && is_space(s[i]);)
			i++;
		char q = i < len && (s[i] == '"' || s[i] == '\'') ? s[i] : 0;
		i += q != 0;
		pair->value = s + i;
		while (i < len && (q ? s[i] != q : !is_space(s[i])))
			i++;
		pair->value_len = (size_t)(s + i - pair->value);
		i += q && i < len;
	}
	*at = i;
	return true;
}

bool rec_comment(const char *comment, size_t len, struct rec_pair *pairs, size_t max, size_t *count)
{
	size_t at = 4;

	*count = 0;
	while (len && is_space(comment[len - 1]))
		len--;
	if (len < 7 || memcmp(comment, "<!--", 4) || memcmp(comment + len - 3, "-->", 3))
		return false;
	len -= 3;
	while (at < len && is_space(comment[at]))
		at++;
	if (len - at < 3 || memcmp(comment + at, "rec", 3) || (at + 3 < len && !is_space(comment[at + 3])))
		return false;
	at += 3;
	while (*count < max && next_pair(comment, len, &at, &pairs[*count]))
		++*count;
	return true;
}

/* "(a)", "(iv)", "(12)"; "a)" as French and Spanish have it. */
static size_t bracketed(const char *s, size_t len)
{
	bool open = len && s[0] == '(';
	size_t i = open;

	while (i < len && i < 6 && (is_letter(s[i]) || is_digit(s[i])))
		i++;
	return i > open && i < len && s[i] == ')' && (open || is_letter(s[0])) ? i + 1 : 0;
}

size_t rec_number(const char *text, size_t len)
{
	size_t i = 0;
	bool marked = false;

	if (len && (text[0] == '(' || is_letter(text[0]))) {
		i = bracketed(text, len);
		marked = i > 0;
	} else {
		while (i < len && is_digit(text[i])) {
			while (i < len && is_digit(text[i]))
				i++;
			if (i < len && text[i] == '.') {
				marked = true;
				i++;
			}
		}
		if (i && i < len && text[i] == ')') {
			marked = true;
			i++;
		}
	}
	/* 12 (c) */
	while (i && i + 2 < len && text[i] == ' ' && text[i + 1] == '(') {
		size_t n = bracketed(text + i + 1, len - i - 1);

		if (!n)
			break;
		marked = true;
		i += 1 + n;
	}
	/* a space after it, or a no-break space */
	if (!marked || i >= len || !(is_space(text[i]) || (len - i > 1 && !memcmp(text + i, "\xc2\xa0", 2))))
		return 0;
	return i;
}

size_t rec_number_trim(const char *label, size_t len)
{
	if (len && (label[len - 1] == '.' || (label[len - 1] == ')' && is_digit(label[0]) && !memchr(label, '(', len))))
		len--;
	return len;
}
