#include <config.h>

#include "doc/detect.h"

#include <stdlib.h>
#include <string.h>

#include "doc/phrases.h"
#include "doc/rec.h"

enum form {
	FORM_NONE,
	FORM_NUMBER, /* 12. */
	FORM_DOTTED, /* 126.35 */
	FORM_SUB     /* (a), (iv), 12 (c), a bullet */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool ends_with_colon(const char *text, size_t len)
{
	while (len && (is_blank(text[len - 1]) || text[len - 1] == '*' || text[len - 1] == '_'))
		len--;
	return len && (text[len - 1] == ':' || (len > 2 && !memcmp(text + len - 3, "：", 3)));
}

/* The number that a unit begins with, and what kind it is. */
static enum form form_of(const struct detect_unit *u, const char **number, size_t *len)
{
	bool labelled = u->item && u->label_len;

	*number = labelled ? u->label : u->text;
	*len = labelled ? rec_number_trim(u->label, u->label_len) : rec_number_trim(u->text, rec_number(u->text, u->len));
	if (u->item && !labelled && !*len)
		return FORM_SUB;
	if (!*len)
		return FORM_NONE;
	if (memchr(*number, '(', *len) || !is_digit((*number)[0]))
		return FORM_SUB;
	return memchr(*number, '.', *len) ? FORM_DOTTED : FORM_NUMBER;
}

static void keep(char to[DETECT_NUMBER_MAX], const char *s, size_t len)
{
	if (len >= DETECT_NUMBER_MAX)
		len = 0;
	memcpy(to, s, len);
	to[len] = '\0';
}

static void append(char para[DETECT_NUMBER_MAX], const char *s, size_t len)
{
	size_t have = strlen(para);

	if (!len || have + len + 2 > DETECT_NUMBER_MAX)
		return;
	if (have)
		para[have++] = ' ';
	memcpy(para + have, s, len);
	para[have + len] = '\0';
}

/* "(c)" of paragraph 12 is cited as 12 (c). */
static void cite(const struct detect *d, bool inside, enum form form, const char *number, size_t len, char para[DETECT_NUMBER_MAX])
{
	para[0] = '\0';
	if ((form == FORM_SUB && d->lead && len && !is_digit(number[0])) || inside) {
		append(para, d->number, strlen(d->number));
		append(para, d->letter, strlen(d->letter));
	}
	append(para, number, len);
}

static void end_lead(struct detect *d)
{
	d->lead = false;
	d->response = "";
	d->letter[0] = '\0';
}

static void begin_lead(struct detect *d, enum form form, const char *number, size_t len, const char *response)
{
	if (form == FORM_SUB && d->lead) {
		/* a subparagraph that leads in to its own */
		keep(d->letter, number, len);
		return;
	}
	end_lead(d);
	d->lead = true;
	d->lead_numbered = len > 0;
	d->next = 1;
	d->response = response;
}

/* Whether a numbered item belongs to the list that the lead opens, and is not the next numbered paragraph. */
static bool is_of_lead(struct detect *d, enum form form, const char *number)
{
	if (form != FORM_NUMBER)
		return form == FORM_SUB || form == FORM_DOTTED;
	if (d->lead_numbered && strtoul(number, NULL, 10) != d->next)
		return false;
	d->next++;
	return true;
}

void detect_heading(struct detect *d, unsigned level, const char *text, size_t len)
{
	end_lead(d);
	d->number[0] = '\0';
	if (!d->level || level <= d->level) {
		enum phrase_heading is = phrase_heading(level, text, len);

		d->level = is == HEADING_OTHER ? 0 : level;
		d->mixed = is == HEADING_MIXED;
	}
}

enum detect_verdict detect_unit(struct detect *d, const struct detect_unit *u, char para[DETECT_NUMBER_MAX])
{
	bool colon = ends_with_colon(u->text, u->len);
	const char *number, *response = "";
	enum form form;
	size_t len;

	if (!d->level && !d->lead && !colon)
		return DETECT_NONE;
	form = form_of(u, &number, &len);
	if (form == FORM_NUMBER && !(d->lead && d->lead_numbered && u->item && strtoul(number, NULL, 10) == d->next))
		keep(d->number, number, len);
	if (d->level && (form == FORM_NUMBER || form == FORM_NONE))
		response = phrase_response(u->text, u->len);
	if (*response || (colon && ((d->level && !d->mixed) || (d->lead && form == FORM_SUB) || phrase_recommends(u->text, u->len)))) {
		begin_lead(d, form, number, len, response);
		return DETECT_LEAD;
	}
	if (d->lead && (u->item || form != FORM_NUMBER) && is_of_lead(d, form, number)) {
		cite(d, u->inside, form, number, len, para);
		return DETECT_REC;
	}
	end_lead(d);
	if (!d->level || (form == FORM_NUMBER && phrase_is_remark(u->text, u->len)))
		return DETECT_NONE;
	if (d->mixed ? !phrase_recommends(u->text, u->len) : !u->item && form == FORM_NONE)
		return DETECT_NONE;
	cite(d, u->inside, form, number, len, para);
	return DETECT_REC;
}

bool detect_from(const char *text, size_t len, size_t *at, size_t *n)
{
	size_t end = len, start;
	int depth = 0;

	while (end && (is_blank(text[end - 1]) || memchr(";.,*_", text[end - 1], 5)))
		end--;
	if (!end || text[--end] != ')')
		return false;
	/* "Iran (Islamic Republic of)" has brackets of its own */
	for (start = end; start && (depth || text[start - 1] != '(') && end - start < 200; start--)
		depth += text[start - 1] == ')' ? 1 : text[start - 1] == '(' ? -1 : 0;
	if (!start || text[start - 1] != '(' || end == start)
		return false;
	/* a State's name has no number, and does not begin like a remark */
	if (text[start] >= 'a' && text[start] <= 'z' && (end - start < 4 || memcmp(text + start, "the ", 4)))
		return false;
	for (size_t i = start; i < end; i++)
		if (is_digit(text[i]) || text[i] == '\n')
			return false;
	*at = start;
	*n = end - start;
	return true;
}
