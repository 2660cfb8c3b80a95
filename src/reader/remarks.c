#include <config.h>

#include "reader/remarks.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

void remarks_add(struct remarks *r, bool error, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	r->list = mem_grow(r->list, r->n, &r->cap, sizeof *r->list);
	r->list[r->n++] = (struct remark){ error, buf_take(&text) };
	r->errors += error;
}

static char *with_name(const char *sentence, const char *name)
{
	const char *place = strstr(sentence, "%s");
	char *shown = text_name(name);
	char *text = place ? mem_printf("%.*s%s%s", (int)(place - sentence), sentence, shown, place + 2) : mem_strdup(sentence);

	free(shown);
	return text;
}

void remarks_name(struct remarks *r, bool error, const char *sentence, const char *name)
{
	char *text = with_name(sentence, name);

	remarks_add(r, error, "%s", text);
	free(text);
}

void remarks_cause(struct remarks *r, int number, const char *sentence, const char *name)
{
	char *text = with_name(sentence, name);
	struct err err = ERR_INIT;

	err_sys(&err, number, "%s", text);
	remarks_add(r, true, "%s", err_text(&err));
	err_free(&err);
	free(text);
}

void remarks_free(struct remarks *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->list[i].text);
	free(r->list);
	memset(r, 0, sizeof *r);
}
