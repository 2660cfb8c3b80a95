/* What a line that a person typed means. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tui/app.h"
#include "tui/linear_session.h"
#include "tui/list.h"
#include "tui/report_view.h"
#include "tui/screens.h"
#include "tui/term.h"
#include "tui/term_keys.h"

/* What only linear mode can do; false: it is an action like others. */
static bool act_own(struct linear *l, enum action act)
{
	switch (act) {
	case ACT_REDRAW:
		linear_say_view(l, l->app->top, !linear_report(l));
		return true;
	case ACT_SUSPEND:
		linear_suspend(l);
		l->answered = true;
		return true;
	case ACT_HELP:
		linear_say(l, _("Type a key or a command's name, then Enter. Enter alone goes on. “open” opens, and a number opens what has that "
		         "number. A slash and words finds them. C-l says it again."));
		return false;
	default:
		return linear_act_report(l, act);
	}
}

static bool ends_list(const struct linear *l, const struct where *was, enum action act)
{
	return view_is_list(l->app->top) && l->app->top == was->top && (act == ACT_DOWN || act == ACT_UP) &&
	       list_selected(l->app->top) == was->row;
}

/* Whether the view will say more of a link or a recommendation than the message does. */
static bool says_more(const struct linear *l, enum action act, struct where *was)
{
	struct report_view *rv = linear_report(l);

	if (rv && (act == ACT_NEXT_LINK || act == ACT_PREV_LINK) && rv->spot != NONE)
		was->spot = rv->heard.spot = NONE; /* also when it is the only one */
	return act == ACT_NEXT_LINK || act == ACT_PREV_LINK || act == ACT_NEXT_REC || act == ACT_PREV_REC;
}

static void perform(struct linear *l, enum action act, const char *typed)
{
	struct where was = linear_where(l);

	if (linear_report(l) && (act == ACT_PAGE_DOWN || act == ACT_DOWN))
		l->onward = act;
	if (act_own(l, act))
		return;
	if (!app_take(l->app, act) && !l->app->message)
		linear_sayf(l, _("“%s” does nothing here. ? says what there is."), typed);
	else if (ends_list(l, &was, act))
		linear_say(l, act == ACT_DOWN ? _("This is the last entry.") : _("This is the first entry."));
	linear_answer(l, &was, says_more(l, act, &was));
}

/* Types words into the prompt on top. */
static void fill_prompt(struct linear *l, const char *words, size_t len)
{
	struct where was = linear_where(l);

	was.changes = l->app->changes + 1; /* the prompt goes */
	for (size_t at = 0; at < len;) {
		struct event e = { .kind = EVENT_TEXT };

		at += utf8_get(words + at, len - at, &e.key);
		app_event(l->app, &e);
	}
	app_event(l->app, &(struct event){ .kind = EVENT_KEY, .key = len ? KEY_ENTER_ : KEY_ESC_ });
	if (!len)
		linear_say(l, _("Nothing was typed."));
	linear_answer(l, &was, false);
}

static void find(struct linear *l, const char *words, size_t len)
{
	struct where was = linear_where(l);

	if (!app_take(l->app, ACT_FIND) && !l->app->message)
		linear_sayf(l, _("“%s” does nothing here. ? says what there is."), "/");
	if (view_is_prompt(l->app->top))
		fill_prompt(l, words, len);
	else
		linear_answer(l, &was, false);
}

/* A number above 0 and nothing else. */
static uint32_t number_in(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return digits && digits < 10 && !s[digits] ? (uint32_t)strtoul(s, NULL, 10) : 0;
}

static bool choose(struct linear *l, uint32_t number)
{
	struct view *top = l->app->top;

	if (top->ops->select && top->ops->select(top, l->app, number))
		return true;
	linear_sayf(l, _("There is no number %lu here."), (unsigned long)number);
	return false;
}

/* A key, or the bytes of one, without what else it may mean. */
static enum action act_of_key(const char *s, size_t len)
{
	uint32_t c;

	for (size_t i = 0; i < key_sequence_count; i++)
		if (!strcmp(s, key_sequences[i].bytes))
			return action_of_key(key_sequences[i].key);
	return len && utf8_get(s, len, &c) == len ? action_of_key(c == ' ' ? c : key_of_char(c)) : ACT_NONE;
}

/* "words 3", "find water": an action and what it is to be done with. */
static bool act_with_argument(struct linear *l, char *words)
{
	char *last = strrchr(words, ' '), *first = strchr(words, ' ');
	uint32_t number = last ? number_in(last + 1) : 0, c;
	size_t n = utf8_get(words, strlen(words), &c);
	enum action act;
	bool several;

	if (action_of_key(c) == ACT_FIND) {
		find(l, words + n, strlen(words + n));
		return true;
	}
	if (number) {
		*last = '\0';
		act = action_of_words(words, &several);
		if (act != ACT_NONE && choose(l, number))
			perform(l, act, words);
		*last = ' ';
		return act != ACT_NONE;
	}
	if (!first || strncmp(words, actions[ACT_FIND].name, (size_t)(first - words)))
		return false;
	find(l, first + 1, strlen(first + 1));
	return true;
}

static void trim(struct buf *words)
{
	size_t start = strspn(buf_str(words), " ");

	while (words->len > start && words->data[words->len - 1] == ' ')
		words->data[--words->len] = '\0';
	if (start) {
		memmove(words->data, words->data + start, words->len - start + 1);
		words->len -= start;
	}
}

static void command(struct linear *l, struct buf *words)
{
	bool several = false;
	enum action act;
	uint32_t number;

	trim(words);
	number = number_in(buf_str(words));
	if (number) {
		if (choose(l, number))
			perform(l, ACT_OPEN, buf_str(words));
		return;
	}
	act = action_of_words(buf_str(words), &several);
	if (act != ACT_NONE)
		perform(l, act, buf_str(words));
	else if (words->len && act_with_argument(l, words->data))
		return;
	else if (several)
		linear_sayf(l, _("More than one command begins with “%s”. ? says what there is."), buf_str(words));
	else
		linear_sayf(l, _("There is no command “%s”. ? says what there is."), buf_str(words));
}

void linear_line(struct linear *l, const char *line, size_t len)
{
	struct buf words = BUF_INIT;
	enum action act = act_of_key(line, len);

	l->answered = false;
	if (l->out.len && !len)
		return; /* the rest is waiting */
	linear_forget(l);
	app_unsay(l->app);
	linear_fit(l);
	text_clean(&words, line, len, TEXT_RUNNING, NULL);
	if (view_is_prompt(l->app->top))
		fill_prompt(l, buf_str(&words), act == action_of_key(KEY_ESC_) ? 0 : words.len);
	else if (!len)
		perform(l, linear_report(l) ? l->onward : ACT_DOWN, "Enter");
	else if (act != ACT_NONE)
		perform(l, act, buf_str(&words));
	else
		command(l, &words);
	buf_free(&words);
}
