#include <config.h>

#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/io.h"
#include "base/text.h"
#include "page/speech.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/linear_session.h"

/* The rows and columns that there are. */
static void find_size(const struct app *app, int *rows, int *cols)
{
	struct winsize ws;
	bool known = isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0 && ws.ws_row > 0;

	*rows = known ? ws.ws_row : LINEAR_ROWS;
	*cols = known ? ws.ws_col : LINEAR_COLUMNS;
	if (!known && app->reader->options.width > 0)
		*cols = (int)app->reader->options.width;
}

void linear_fit(struct linear *l)
{
	int rows, cols;

	find_size(l->app, &rows, &cols);
	if (rows != l->app->grid.rows || cols != l->app->grid.cols)
		app_resize(l->app, rows, cols);
	l->rows = isatty(STDOUT_FILENO) ? (rows > 2 ? rows - 1 : 1) : 0;
	l->cols = l->app->prose > 0 && (int)l->app->prose < cols ? (int)l->app->prose : cols;
}

void linear_say(struct linear *l, const char *s)
{
	struct buf clean = BUF_INIT;

	text_clean(&clean, s, strlen(s), TEXT_RUNNING, NULL);
	speech_wrap(buf_str(&clean), clean.len, (uint32_t)l->cols, &l->out);
	buf_free(&clean);
	l->answered = true;
}

void linear_sayf(struct linear *l, const char *fmt, ...)
{
	struct buf line = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	linear_say(l, buf_str(&line));
	buf_free(&line);
}

void linear_say_view(struct linear *l, struct view *v, bool whole)
{
	struct buf words = BUF_INIT;

	if (v->ops->say)
		v->ops->say(v, l->app, whole, &words);
	linear_say(l, buf_str(&words));
	buf_free(&words);
}

void linear_write(struct linear *l, const char *s, size_t len)
{
	struct buf bytes = BUF_INIT;

	charset_write(&l->charset, s, len, &bytes);
	l->broken = l->broken || !io_write(STDOUT_FILENO, buf_str(&bytes), bytes.len);
	buf_free(&bytes);
}

void linear_show(struct linear *l)
{
	size_t end = l->shown;

	for (int row = 0; end < l->out.len && (!l->rows || row < l->rows); row++) {
		const char *lf = memchr(l->out.data + end, '\n', l->out.len - end);

		end = lf ? (size_t)(lf - l->out.data) + 1 : l->out.len;
	}
	linear_write(l, buf_str(&l->out) + l->shown, end - l->shown);
	l->shown = end;
	if (end == l->out.len)
		linear_forget(l);
}

void linear_forget(struct linear *l)
{
	buf_clear(&l->out);
	l->shown = 0;
}

void linear_prompt(struct linear *l)
{
	struct buf label = BUF_INIT;

	if (l->out.len) {
		buf_adds(&label, _("More: Enter. "));
	} else if (view_is_prompt(l->app->top) && l->app->top->ops->say) {
		l->app->top->ops->say(l->app->top, l->app, false, &label);
		while (label.len && label.data[label.len - 1] == '\n')
			label.data[--label.len] = '\0';
	}
	if (!label.len)
		buf_adds(&label, "> ");
	linear_write(l, buf_str(&label), label.len);
	buf_free(&label);
}
