#include <config.h>

#include "notes/cleaning.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

char *cleaned(const char *s, enum cleaning how)
{
	struct buf out = BUF_INIT;
	size_t n;

	text_clean(&out, s, strlen(s), how == CLEAN_NAME ? TEXT_NAME : TEXT_RUNNING, NULL);
	for (n = 0; how == CLEAN_LINE && n < out.len; n++)
		if (out.data[n] == '\n')
			out.data[n] = ' ';
	return out.data ? buf_take(&out) : mem_strdup("");
}
