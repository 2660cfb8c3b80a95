/* What there is to say of a piece of work, in the order met. */
#ifndef QORJYN_READER_REMARKS_H
#define QORJYN_READER_REMARKS_H

#include <stdbool.h>
#include <stddef.h>

struct remark {
	bool error;  /* it stops the work, unless the person says otherwise */
	char *text;  /* a translated sentence, clean */
};

struct remarks {
	struct remark *list;
	size_t n, cap, errors;
};

/* fmt: translated; what is put in must be clean (text_name()). */
void remarks_add(struct remarks *r, bool error, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same with a name in the place of the only "%s", which is cleaned; and one that is an error, with the cause behind it. */
void remarks_name(struct remarks *r, bool error, const char *sentence, const char *name);
void remarks_cause(struct remarks *r, int number, const char *sentence, const char *name);
void remarks_free(struct remarks *r);

#endif
