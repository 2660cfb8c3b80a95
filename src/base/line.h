/* Lines of foreign text: ended by LF, CR LF or a lone CR. */
#ifndef QORJYN_BASE_LINE_H
#define QORJYN_BASE_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* The line at *p without its end; *p moves to the next one.  False at the end. */
static inline bool line_next(const char **p, const char *end, const char **line, size_t *len)
{
	const char *s = *p;

	if (s == end)
		return false;
	*line = s;
	while (s < end && *s != '\n' && *s != '\r')
		s++;
	*len = (size_t)(s - *line);
	if (s < end && *s++ == '\r' && s < end && *s == '\n')
		s++;
	*p = s;
	return true;
}

#endif
