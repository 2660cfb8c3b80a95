/* Why something failed, as a sentence for a person.  Functions that can fail
 * take a struct err *, return false or NULL, and set it.  Messages are
 * translated where they are made and hold only cleaned text (text_name()). */
#ifndef QORJYN_BASE_ERR_H
#define QORJYN_BASE_ERR_H

#include <stdbool.h>

struct err {
	char *text; /* NULL: nothing went wrong */
};

#define ERR_INIT { NULL }

/* Replaces what was there.  err may be NULL: the sentence is dropped.
 * Returns false, so that "return err_set(...)" reads well. */
bool err_set(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "PREFIX: the cause", translated for the common errno numbers; 0 is the
 * early end of io_read(). */
bool err_sys(struct err *err, int number, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The cause alone, translated; in no memory of the caller's. */
const char *err_cause(int number);
const char *err_text(const struct err *err); /* "" when nothing went wrong */
void err_free(struct err *err);

#endif
