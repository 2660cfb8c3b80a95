/* The prompt for the tags of a passage. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "notes/note.h"
#include "reader/reader.h"
#include "reader/tags.h"
#include "tui/app.h"
#include "tui/note_act.h"
#include "tui/prompt.h"

struct tagging { struct app *app; struct note *note; };

static char *complete(void *ctx, const char *text, size_t *at, unsigned nth)
{
	const struct tagging *t = ctx;

	return tags_complete(t->app->reader->store, text, at, nth);
}

static bool same_tags(const struct note *a, const struct note *b)
{
	bool same = a->ntags == b->ntags;

	for (uint32_t i = 0; same && i < a->ntags; i++)
		same = !strcmp(a->tags[i], b->tags[i]);
	return same;
}

static void done(void *ctx, struct app *app, const char *line)
{
	struct tagging *t = ctx;
	struct note *note = line ? note_now(app, t->note) : NULL, *before = note ? note_copy(note) : NULL;

	if (note) {
		tags_set(note, line);
		if (same_tags(note, before))
			note_free(note);
		else if (!note_keep(app, note, note->ntags ? _("Tags saved; %s undoes it.") : _("Tags taken away; %s undoes it.")))
			screen_tags(app, note_copy(t->note), line); /* what was written must not be lost */
	}
	note_free(before);
}

static void free_tagging(void *ctx)
{
	struct tagging *t = ctx;

	note_free(t->note);
	free(t);
}

void screen_tags(struct app *app, struct note *note, const char *line)
{
	struct tagging *t = mem_calloc(1, sizeof *t);
	struct buf tags = BUF_INIT;

	t->app = app;
	t->note = note;
	tags_line(note, &tags);
	app_push(app, prompt_view_of(&(struct prompt_data){ .label = _("Tags: "),
		.initial = line ? line : buf_str(&tags), .done = done, .complete = complete, .free = free_tagging, .ctx = t }));
	if (!line && !app->linear)
		app_say(app, false, "%s", _("Commas stand between tags; Tab completes one that you used before."));
	else if (!line && tags.len)
		app_say(app, false, _("The tags are: %s. What you type takes their place; commas stand between tags."), buf_str(&tags));
	else if (!line)
		app_say(app, false, "%s", _("Commas stand between tags."));
	buf_free(&tags);
}
