#include <config.h>

#include "tui/facts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/list.h"

static void add(struct facts *f, bool heading, char *text)
{
	f->list = mem_grow(f->list, f->count, &f->cap, sizeof *f->list);
	f->list[f->count++] = (struct fact){ text, heading };
}

void facts_heading(struct facts *f, char *text)
{
	add(f, true, text);
}

void facts_add(struct facts *f, char *text)
{
	add(f, false, text);
}

void facts_row(const struct facts *f, uint32_t n, struct list_row *row)
{
	row->text = f->list[n].text;
	row->heading = f->list[n].heading;
	row->indent = row->heading ? 0 : 2;
}

void facts_free(struct facts *f)
{
	for (uint32_t i = 0; i < f->count; i++)
		free(f->list[i].text);
	free(f->list);
	*f = (struct facts){ 0 };
}

void facts_open(void *ctx, struct app *app, uint32_t n)
{
	(void)ctx;
	(void)n;
	app_pop(app);
}
