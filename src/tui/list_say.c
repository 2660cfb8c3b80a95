/* A list in words: each row with the number that chooses it. */
#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/number.h"
#include "tui/list_view.h"

/* The points between the parts of a line are drawn; commas are heard. */
static void add_parts(struct buf *out, const char *s)
{
	static const char point[] = " · ";

	while (*s != '\0') {
		const char *next = strstr(s, point);
		size_t len = next != NULL ? (size_t)(next - s) : strlen(s);

		buf_add(out, s, len);
		s += len;
		if (next == NULL)
			break;
		if (next[sizeof point - 1] != '\0' && len > 0)
			buf_adds(out, ", ");
		s += sizeof point - 1;
	}
}

static void say_row(const struct list *l, uint32_t n, uint32_t number, struct buf *out)
{
	struct list_row row = { 0 };
	const char *right;

	l->data.row(l->data.ctx, n, &row);
	if (row.heading) {
		buf_addf(out, _("Group: %s"), row.text != NULL ? row.text : "");
		buf_addc(out, '\n');
		return;
	}
	buf_addf(out, "%lu. ", (unsigned long)number);
	add_parts(out, row.text != NULL ? row.text : "");
	right = row.said != NULL ? row.said : row.right;
	if (right != NULL && *right != '\0') {
		buf_adds(out, strchr(".!?:", out->data[out->len - 1]) != NULL ? " " : ", ");
		add_parts(out, right);
	}
	buf_addc(out, '\n');
	if (row.detail != NULL && *row.detail != '\0') {
		add_parts(out, row.detail);
		buf_addc(out, '\n');
	}
}

static bool is_heading(const struct list *l, uint32_t n)
{
	struct list_row row = { 0 };

	l->data.row(l->data.ctx, n, &row);
	return row.heading;
}

/* The number of a row; only those before it need be looked at. */
static uint32_t number_of(const struct list *l, uint32_t n)
{
	uint32_t number = 0;

	for (uint32_t i = 0; i <= n; i++)
		number += !is_heading(l, i);
	return number;
}

static void say_title(const struct list *l, struct buf *out)
{
	struct buf title = BUF_INIT;

	if (l->data.title != NULL)
		l->data.title(l->data.ctx, &title);
	add_parts(out, buf_str(&title));
	buf_addc(out, '\n');
	buf_free(&title);
}

void list_say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	const struct list *l = (const struct list *)v;
	uint32_t count = l->data.count(l->data.ctx), number = 0;

	(void)app;
	if (whole)
		say_title(l, out);
	if (count == 0) {
		if (l->data.empty != NULL)
			l->data.empty(l->data.ctx, out);
		buf_addc(out, '\n');
		return;
	}
	if (!whole) {
		say_row(l, l->selected, number_of(l, l->selected), out);
		return;
	}
	for (uint32_t n = 0; n < count; n++) {
		number += !is_heading(l, n);
		say_row(l, n, number, out);
	}
	if (number > 1) {
		number_format(out, _("You are at number %lu. A number and Enter opens an entry."), number_of(l, l->selected), 0, i18n_language());
		buf_addc(out, '\n');
	}
}

bool list_choose(struct view *v, struct app *app, uint32_t number)
{
	struct list *l = (struct list *)v;
	uint32_t count = l->data.count(l->data.ctx);

	(void)app;
	for (uint32_t n = 0; n < count; n++) {
		if (is_heading(l, n) || --number != 0)
			continue;
		l->selected = n;
		l->skip = 0;
		l->moved = true;
		return true;
	}
	return false;
}
