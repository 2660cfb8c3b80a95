/* What became of a bookmark whose words are not there as they were: both wordings side by side, or the old one and where
 * it stood; and what can be done. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "notes/note.h"
#include "reader/differ.h"
#include "reader/marks.h"
#include "tui/app.h"
#include "tui/edit.h"
#include "tui/look.h"
#include "tui/note_act.h"
#include "tui/note_words.h"
#include "tui/screens.h"

enum {
	BESIDE_LEAST = 64, /* columns from which the wordings stand side by side */
	GAP = 3,
	TEXT_MARGIN = 1,
	CHOICE_MARGIN = 4,
	TEXTS = 3          /* about; then; now */
};

enum choice { CHOICE_KEEP, CHOICE_PLACE, CHOICE_LET_GO, CHOICES };

/* Words in rows, of which some are marked: a byte of marks for each of the text. */
struct marked { struct edit words; struct buf marks; };

/* Which rows of which texts stand on one line of the screen; NONE_ROW. */
struct shown_line { uint32_t a, b; unsigned char text_a, text_b; };
enum { NONE_ROW = UINT32_MAX };

struct change {
	struct view view;
	struct note *note, *now; /* now NULL: the words are gone */
	struct place place;
	bool present;            /* the report is here */
	struct marked texts[TEXTS];
	struct shown_line *lines;
	size_t nlines, cap;
	size_t top;              /* first line shown */
	int rows, cols;          /* for lines, as drawn last */
	enum choice chosen;
};

/* ---- what is said */

static void add_plain(struct marked *m, const char *s)
{
	edit_init(&m->words, s, 0);
	buf_fill(&m->marks, 0, m->words.text.len);
}

/* A heading, and words of which those that differ stand in brackets. */
static void add_wording(struct marked *m, const char *heading, const char *s, const char *in)
{
	struct buf text = BUF_INIT;
	bool marked = false;

	buf_addf(&text, "%s\n", heading);
	buf_fill(&m->marks, 0, text.len);
	for (size_t i = 0; ; i++) {
		bool mark = s[i] && in[i];

		if (mark != marked) {
			buf_addc(&text, mark ? '[' : ']');
			buf_addc(&m->marks, 1);
			marked = mark;
		}
		if (!s[i])
			break;
		buf_addc(&text, s[i]);
		buf_addc(&m->marks, mark);
	}
	edit_init(&m->words, buf_str(&text), 0);
	if (m->words.text.len != m->marks.len) { /* it was not clean */
		buf_clear(&m->marks);
		buf_fill(&m->marks, 0, m->words.text.len);
	}
	buf_free(&text);
}

static void about(const struct change *c, struct buf *out)
{
	buf_addf(out, "%s\n", c->now ? _("The words of this passage are not as you bookmarked them. What differs stands in [brackets].")
	                             : c->present ? _("The words that you bookmarked are not in this edition of the report.")
	                                          : _("The report of this bookmark is not in the library."));
	buf_addf(out, _("Report: %s"), c->note->title);
	if (!c->present) {
		buf_addc(out, '\n');
		buf_addf(out, _("Bundle: %s"), c->note->series);
	}
	if (*c->note->heading) {
		struct buf path = BUF_INIT;

		for (const char *s = c->note->heading; *s; s++)
			buf_adds(&path, *s == '\n' ? " › " : (char[]){ *s, '\0' });
		buf_addc(out, '\n');
		buf_addf(out, _("It stood under: %s"), buf_str(&path));
		buf_free(&path);
	}
	if (*c->note->text || c->note->ntags || c->note->status != WORK_NONE) {
		struct buf summary = BUF_INIT;

		note_summary(c->note, ", ", &summary);
		buf_addc(out, '\n');
		buf_addf(out, _("Your note: %s"), buf_str(&summary));
		buf_free(&summary);
	}
	buf_addc(out, '\n');
}

static void fill_texts(struct change *c)
{
	struct buf first = BUF_INIT, then = BUF_INIT, today = BUF_INIT;
	char *in_a = mem_calloc(strlen(c->note->exact) + 1, 1), *in_b = mem_calloc((c->now ? strlen(c->now->exact) : 0) + 1, 1);

	about(c, &first);
	add_plain(&c->texts[0], buf_str(&first));
	if (*c->note->edition)
		buf_addf(&then, _("Then (edition %s):"), c->note->edition);
	else
		buf_adds(&then, _("Then:"));
	if (c->now && *c->now->edition)
		buf_addf(&today, _("Now (edition %s):"), c->now->edition);
	else
		buf_adds(&today, _("Now:"));
	if (c->now)
		differ_words(c->note->exact, c->now->exact, in_a, in_b);
	add_wording(&c->texts[1], buf_str(&then), c->note->exact, in_a);
	if (c->now)
		add_wording(&c->texts[2], buf_str(&today), c->now->exact, in_b);
	buf_free(&first);
	buf_free(&then);
	buf_free(&today);
	free(in_a);
	free(in_b);
}

static bool offers(const struct change *c, enum choice choice)
{
	return choice == CHOICE_LET_GO || (choice == CHOICE_PLACE && c->present) || (choice == CHOICE_KEEP && c->now);
}

static const char *choice_words(enum choice choice)
{
	static const char *const words[CHOICES] = {
		[CHOICE_KEEP] = N_("Keep it, with the new words"),
		[CHOICE_PLACE] = N_("Place it again in the report"),
		[CHOICE_LET_GO] = N_("Let it go: remove it"),
	};

	return tr(words[choice]);
}

/* ---- what can be done */

static void keep(struct change *c, struct app *app)
{
	struct note *note = note_now(app, c->note);

	marks_follow(note, c->now);
	if (note_keep(app, note, _("It quotes the new words now; %s undoes it.")))
		app_pop(app);
}

static void place_again(struct change *c, struct app *app)
{
	struct place place = c->place;
	char *uuid = mem_strdup(c->note->uuid);

	app_pop(app); /* c is gone */
	screen_report_place(app, &place, uuid);
	free(uuid);
}

static void choose(struct change *c, struct app *app)
{
	switch (c->chosen) {
	case CHOICE_KEEP: keep(c, app); break;
	case CHOICE_PLACE: place_again(c, app); break;
	case CHOICE_LET_GO:
		if (note_remove(app, c->note->uuid))
			app_pop(app);
		break;
	case CHOICES: break;
	}
}

static void move_choice(struct change *c, int by)
{
	for (int n = (int)c->chosen + by; n >= 0 && n < CHOICES; n += by)
		if (offers(c, (enum choice)n)) {
			c->chosen = (enum choice)n;
			return;
		}
}

static void scroll(struct change *c, int by)
{
	size_t most = c->nlines > (size_t)c->rows ? c->nlines - (size_t)c->rows : 0;

	if (by < 0)
		c->top = c->top > (size_t)-by ? c->top - (size_t)-by : 0;
	else
		c->top = c->top + (size_t)by < most ? c->top + (size_t)by : most;
}

static bool act(struct view *v, struct app *app, enum action a)
{
	struct change *c = (struct change *)v;
	int page = c->rows > 1 ? c->rows - 1 : 1;

	switch (a) {
	case ACT_DOWN: move_choice(c, 1); return true;
	case ACT_UP: move_choice(c, -1); return true;
	case ACT_PAGE_DOWN: scroll(c, page); return true;
	case ACT_PAGE_UP: scroll(c, -page); return true;
	case ACT_HALF_DOWN: scroll(c, page / 2 + 1); return true;
	case ACT_HALF_UP: scroll(c, -(page / 2 + 1)); return true;
	case ACT_TOP: c->top = 0; return true;
	case ACT_BOTTOM: scroll(c, (int)c->nlines); return true;
	case ACT_OPEN: choose(c, app); return true;
	case ACT_CANCEL: app_pop(app); return true;
	default: return false;
	}
}

/* ---- drawing */

static void add_line(struct change *c, size_t a, unsigned char text_a, size_t b)
{
	c->lines = mem_grow(c->lines, c->nlines, &c->cap, sizeof *c->lines);
	c->lines[c->nlines++] = (struct shown_line){ (uint32_t)a, (uint32_t)b, text_a, 2 };
}

static int beside_cols(int cols)
{
	return (cols - GAP - 2 * TEXT_MARGIN) / 2;
}

static void find_lines(struct change *c, int cols)
{
	bool beside = c->now && cols >= BESIDE_LEAST;
	int all = cols > 2 * TEXT_MARGIN ? cols - 2 * TEXT_MARGIN : 1, width = beside ? beside_cols(cols) : all;
	size_t head = edit_rows(&c->texts[0].words, all), then = edit_rows(&c->texts[1].words, width);
	size_t today = c->now ? edit_rows(&c->texts[2].words, width) : 0;

	c->nlines = 0;
	for (size_t i = 0; i < head; i++)
		add_line(c, i, 0, NONE_ROW);
	for (size_t i = 0; i < then || (beside && i < today); i++)
		add_line(c, i < then ? i : NONE_ROW, 1, beside && i < today ? i : NONE_ROW);
	if (today && !beside)
		add_line(c, NONE_ROW, 1, NONE_ROW);
	for (size_t i = 0; i < today && !beside; i++)
		add_line(c, i, 2, NONE_ROW);
	c->cols = cols;
}

static void draw_words(const struct marked *m, uint32_t row, struct grid *g, int y, int col, int limit)
{
	size_t end, at = edit_row(&m->words, row, &end);

	while (at < end) {
		size_t to = at;

		while (to < end && m->marks.data[to] == m->marks.data[at])
			to++;
		col = grid_text(g, y, col, limit, m->words.text.data + at, to - at, LOOK_TEXT | (m->marks.data[at] ? LOOK_BOLD | LOOK_UNDERLINE : 0));
		at = to;
	}
}

static void draw_line(const struct change *c, const struct shown_line *l, const struct app *app, struct grid *g, struct rect r, int y)
{
	int left = r.col + TEXT_MARGIN, middle = left + beside_cols(r.cols);
	bool beside = c->now && r.cols >= BESIDE_LEAST && l->text_a == 1;

	if (l->a != NONE_ROW)
		draw_words(&c->texts[l->text_a], l->a, g, y, left, beside ? middle : r.col + r.cols);
	if (!beside)
		return;
	grid_text(g, y, middle + 1, middle + 2, app->ascii ? "|" : "│", app->ascii ? 1 : sizeof "│" - 1, LOOK_RULE);
	if (l->b != NONE_ROW)
		draw_words(&c->texts[l->text_b], l->b, g, y, middle + GAP, r.col + r.cols);
}

/* The rows of one choice, of which those within r are drawn; g NULL: only counts. */
static int draw_choice(const struct change *c, enum choice choice, struct grid *g, struct rect r, int y)
{
	struct edit words;
	size_t rows;

	edit_init(&words, choice_words(choice), 0);
	rows = edit_rows(&words, r.cols > 2 * CHOICE_MARGIN ? r.cols - CHOICE_MARGIN - 1 : 1);
	for (size_t i = 0; g && i < rows; i++, y++) {
		size_t end, start = edit_row(&words, i, &end);

		if (y < r.row || y >= r.row + r.rows)
			continue;
		grid_text(g, y, r.col + CHOICE_MARGIN, r.col + r.cols, words.text.data + start, end - start, LOOK_TEXT);
		if (i == 0 && choice == c->chosen)
			grid_text(g, y, r.col + 1, r.col + 2, ">", 1, LOOK_TEXT);
		if (choice == c->chosen)
			grid_look(g, y, r.col, r.cols, LOOK_SELECTED, LOOK_MASK);
	}
	edit_free(&words);
	return (int)rows;
}

/* The rows of all choices before this one. */
static int choice_rows(const struct change *c, enum choice before, struct rect r)
{
	int rows = 0;

	for (int n = 0; n < (int)before; n++)
		rows += offers(c, (enum choice)n) ? draw_choice(c, (enum choice)n, NULL, r, 0) : 0;
	return rows;
}

/* Where there is too little room for all, the chosen one is seen. */
static void draw_choices(const struct change *c, struct grid *g, struct rect r)
{
	int before = choice_rows(c, c->chosen, r), end = choice_rows(c, c->chosen + 1, r), skip = end > r.rows ? end - r.rows : 0;
	int y = r.row - (skip < before ? skip : before);

	g->cursor_row = y + before;
	g->cursor_col = r.col + CHOICE_MARGIN < r.col + r.cols ? r.col + CHOICE_MARGIN : r.col;
	for (int n = 0; n < CHOICES; n++)
		y += offers(c, (enum choice)n) ? draw_choice(c, (enum choice)n, g, r, y) : 0;
}

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct change *c = (struct change *)v;
	int choices = choice_rows(c, CHOICES, r), below;

	if (c->cols != r.cols)
		find_lines(c, r.cols);
	if (choices > r.rows - 2)
		choices = r.rows > 3 ? r.rows - 2 : 1;
	c->rows = r.rows - choices - 1 > 1 ? r.rows - choices - 1 : 1;
	scroll(c, 0);
	grid_clear(g, r, LOOK_TEXT);
	for (int i = 0; i < c->rows && c->top + (size_t)i < c->nlines; i++)
		draw_line(c, &c->lines[c->top + (size_t)i], app, g, r, r.row + i);
	if (c->top + (size_t)c->rows < c->nlines)
		grid_text(g, r.row + c->rows, r.col + TEXT_MARGIN, r.col + r.cols, app->ascii ? "..." : "…", app->ascii ? 3 : sizeof "…" - 1, LOOK_DIM);
	below = c->nlines < (size_t)c->rows ? (int)c->nlines + 1 : c->rows + 1;
	draw_choices(c, g, (struct rect){ r.row + below, r.col, choices, r.cols });
}

static void title(struct view *v, struct buf *out)
{
	const struct change *c = (struct change *)v;

	buf_adds(out, c->now ? _("The words have changed") : _("The words are gone"));
}

static void status(struct view *v, struct buf *out)
{
	const struct change *c = (struct change *)v;

	if (c->nlines > (size_t)c->rows)
		number_percent((unsigned)((c->top + (size_t)c->rows) * 100 / c->nlines), i18n_language(), out);
}

static void say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	struct change *c = (struct change *)v;
	unsigned long number = 0;

	(void)app;
	for (int i = 0; i < TEXTS && whole; i++)
		if (c->texts[i].marks.len)
			buf_addf(out, "%s\n", edit_text(&c->texts[i].words));
	for (int n = 0; n < CHOICES; n++) {
		if (!offers(c, (enum choice)n))
			continue;
		number++;
		if (whole || (enum choice)n == c->chosen)
			buf_addf(out, "%lu. %s\n", number, choice_words((enum choice)n));
	}
}

static bool select_number(struct view *v, struct app *app, uint32_t number)
{
	struct change *c = (struct change *)v;

	(void)app;
	for (int n = 0; n < CHOICES; n++)
		if (offers(c, (enum choice)n) && --number == 0) {
			c->chosen = (enum choice)n;
			return true;
		}
	return false;
}

static void free_view(struct view *v)
{
	struct change *c = (struct change *)v;

	for (int i = 0; i < TEXTS; i++) {
		edit_free(&c->texts[i].words);
		buf_free(&c->texts[i].marks);
	}
	note_free(c->note);
	note_free(c->now);
	free(c->lines);
	free(c);
}

static const struct view_ops change_ops = { .draw = draw, .act = act, .title = title, .status = status, .say = say,
	.select = select_number, .free = free_view };

void screen_changed(struct app *app, struct note *note, struct note *now, const struct place *place)
{
	struct change *c = mem_calloc(1, sizeof *c);

	c->view.ops = &change_ops;
	c->note = note;
	c->now = now;
	c->present = place != NULL;
	if (place)
		c->place = *place;
	c->chosen = now ? CHOICE_KEEP : place ? CHOICE_PLACE : CHOICE_LET_GO;
	fill_texts(c);
	app_push(app, &c->view);
}
