/* Words for the status line. */
#include <config.h>

#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/number.h"
#include "tui/app.h"

void app_say(struct app *app, bool warns, const char *fmt, ...)
{
	struct buf said = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&said, fmt, ap);
	va_end(ap);
	free(app->message);
	app->message = buf_take(&said);
	app->message_warns = warns;
	app->offers_undo = false;
	app->dirty = true;
}

void app_unsay(struct app *app)
{
	if (app->message == NULL)
		return;
	free(app->message);
	app->message = NULL;
	app->offers_undo = false;
	app->dirty = true;
}

void app_say_count(struct app *app, bool warns, const char *pattern, unsigned long a, unsigned long b)
{
	struct buf said = BUF_INIT;

	number_format(&said, pattern, a, b, i18n_language());
	app_say(app, warns, "%s", buf_str(&said));
	buf_free(&said);
}

const char *app_key(const struct app *app, enum action act, char name[KEY_NAME_MAX])
{
	return keymap_first(&app->keymap, act, name);
}
