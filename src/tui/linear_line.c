/* What a line that a person typed means. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/props.h"
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
	char find_key[KEY_NAME_MAX], key[KEY_NAME_MAX];

	switch (act) {
	case ACT_REDRAW:
		linear_say_view(l, l->app->top, !linear_report(l));
		return true;
	case ACT_SUSPEND:
		linear_suspend(l);
		l->answered = true;
		return true;
	case ACT_HELP:
		linear_sayf(l, _("Type a key or a command's name, then Enter. Enter alone goes on. “open” opens, and a number opens what has that "
		            "number. %s followed by words finds them. %s says it again."), app_key(l->app, ACT_FIND, find_key), app_key(l->app, ACT_REDRAW, key));
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

/* What the list on top, or under the prompt, is called; "" when it is none. */
static void list_title(const struct linear *l, struct buf *out)
{
	struct view *v = view_is_prompt(l->app->top) ? l->app->top->below : l->app->top;

	if (view_is_list(v))
		v->ops->title(v, out);
}

/* A list that was filtered, sorted or grouped is heard from its beginning; its title tells. */
static void hear_anew(const struct linear *l, enum action act, const struct buf *title, struct where *was)
{
	struct buf now = BUF_INIT;
	bool filters = act == ACT_FIND || act == ACT_CANCEL;

	list_title(l, &now);
	if (l->app->top == was->top && now.len && (filters ? strcmp(buf_str(&now), buf_str(title)) != 0 : act == ACT_ORDER || act == ACT_GROUP))
		was->changes--;
	buf_free(&now);
}

static void perform(struct linear *l, enum action act, const char *typed)
{
	struct where was = linear_where(l);
	char key[KEY_NAME_MAX];
	struct buf title = BUF_INIT;
	bool taken;

	if (linear_report(l) && (act == ACT_PAGE_DOWN || act == ACT_DOWN))
		l->onward = act;
	if (act_own(l, act))
		return;
	list_title(l, &title);
	taken = app_take(l->app, act);
	if (taken)
		hear_anew(l, act, &title, &was);
	buf_free(&title);
	if (!taken && !l->app->message)
		linear_sayf(l, _("“%s” does nothing here. %s says what there is."), typed, app_key(l->app, ACT_HELP, key));
	else if (ends_list(l, &was, act))
		linear_say(l, act == ACT_DOWN ? _("This is the last entry.") : _("This is the first entry."));
	if (act == ACT_SIDE_BY_SIDE && linear_report(l) && linear_report(l)->second.wanted)
		was.block = NONE; /* the same passage, in both languages */
	else if ((act == ACT_BACK || act == ACT_OPEN) && linear_report(l))
		linear_report(l)->heard.spot = linear_report(l)->spot; /* the passage that one came to, not only its link */
	linear_answer(l, &was, says_more(l, act, &was));
}

/* Types words into the prompt on top. */
static void fill_prompt(struct linear *l, const char *words, size_t len)
{
	struct where was = linear_where(l);

	struct buf title = BUF_INIT;

	list_title(l, &title);
	was.changes = l->app->changes + 1; /* the prompt goes */
	if (len) /* in place of what stands there already */
		app_event(l->app, &(struct event){ .kind = EVENT_KEY, .key = KEY_CTRL_ + 'u' });
	for (size_t at = 0; at < len;) {
		struct event e = { .kind = EVENT_TEXT };

		at += utf8_get(words + at, len - at, &e.key);
		app_event(l->app, &e);
	}
	app_event(l->app, &(struct event){ .kind = EVENT_KEY, .key = len ? KEY_ENTER_ : KEY_ESC_ });
	if (!len)
		linear_say(l, _("Nothing was typed."));
	hear_anew(l, ACT_FIND, &title, &was);
	buf_free(&title);
	linear_answer(l, &was, false);
}

/* A key, or the bytes of one, without what else it may mean; 0. */
static uint32_t key_of_line(const char *s, size_t len)
{
	uint32_t c;

	for (size_t i = 0; i < key_sequence_count; i++)
		if (!strcmp(s, key_sequences[i].bytes))
			return key_sequences[i].key;
	return len && utf8_get(s, len, &c) == len ? (c == ' ' ? c : key_of_char(c)) : 0;
}

void linear_unseen(struct linear *l, const char *line, size_t len)
{
	struct where was = linear_where(l);
	bool given_up = len == 0 || key_of_line(line, len) == KEY_ESC_;

	l->answered = false;
	app_unsay(l->app);
	was.changes = l->app->changes + 1; /* the prompt goes */
	for (size_t at = 0; at < len && !given_up;) {
		struct event e = { .kind = EVENT_TEXT };

		at += utf8_get(line + at, len - at, &e.key);
		app_event(l->app, &e);
	}
	app_event(l->app, &(struct event){ .kind = EVENT_KEY, .key = given_up ? KEY_ESC_ : KEY_ENTER_ });
	linear_answer(l, &was, false);
}

static void find(struct linear *l, const char *words, size_t len)
{
	struct where was = linear_where(l);
	char key[KEY_NAME_MAX];

	if (!app_take(l->app, ACT_FIND) && !l->app->message)
		linear_sayf(l, _("“%s” does nothing here. %s says what there is."), actions[ACT_FIND].name, app_key(l->app, ACT_HELP, key));
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

/* "words 3", "find water": an action and what it is to be done with. */
static bool act_with_argument(struct linear *l, char *words)
{
	char *last = strrchr(words, ' '), *first = strchr(words, ' ');
	uint32_t number = last ? number_in(last + 1) : 0, c;
	size_t n = utf8_get(words, strlen(words), &c);
	enum action act;
	bool several;

	/* a letter that finds begins other words, too */
	if (!props_word(c) && keymap_action(&l->app->keymap, c) == ACT_FIND) {
		find(l, words + n, strlen(words + n));
		return true;
	}
	if (number) {
		*last = '\0';
		act = keymap_words(&l->app->keymap, words, &several);
		if (act != ACT_NONE && choose(l, number))
			perform(l, act, words);
		*last = ' ';
		return act != ACT_NONE;
	}
	if (!first)
		return false;
	*first = '\0';
	act = keymap_words(&l->app->keymap, words, &several);
	*first = ' ';
	if (act != ACT_FIND)
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
	char key[KEY_NAME_MAX];
	enum action act;
	uint32_t number;

	trim(words);
	number = number_in(buf_str(words));
	if (number) {
		if (choose(l, number))
			perform(l, ACT_OPEN, buf_str(words));
		return;
	}
	act = keymap_words(&l->app->keymap, buf_str(words), &several);
	if (act != ACT_NONE)
		perform(l, act, buf_str(words));
	else if (words->len && act_with_argument(l, words->data))
		return;
	else if (several)
		linear_sayf(l, _("More than one command begins with “%s”. %s says what there is."), buf_str(words), app_key(l->app, ACT_HELP, key));
	else
		linear_sayf(l, _("There is no command “%s”. %s says what there is."), buf_str(words), app_key(l->app, ACT_HELP, key));
}

void linear_line(struct linear *l, const char *line, size_t len)
{
	struct buf words = BUF_INIT;
	uint32_t key = key_of_line(line, len);
	enum action act = keymap_action(&l->app->keymap, key);

	l->answered = false;
	if (l->out.len && !len)
		return; /* the rest is waiting */
	linear_forget(l);
	app_unsay(l->app);
	linear_fit(l);
	text_clean(&words, line, len, TEXT_RUNNING, NULL);
	if (view_is_prompt(l->app->top))
		fill_prompt(l, buf_str(&words), key == KEY_ESC_ ? 0 : words.len);
	else if (!len)
		perform(l, linear_report(l) ? l->onward : ACT_DOWN, "Enter");
	else if (act != ACT_NONE)
		perform(l, act, buf_str(&words));
	else
		command(l, &words);
	buf_free(&words);
}
