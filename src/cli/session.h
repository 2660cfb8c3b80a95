/* What every command begins with: a reader, jailed, and a scanned library. */
#ifndef QORJYN_CLI_SESSION_H
#define QORJYN_CLI_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "reader/reader.h"

struct cli_args;
struct place;
struct report;

struct session {
	struct reader reader;
	unsigned shown, failed; /* bundles with something to show, and those that say why not */
};

/* False when it cannot begin; the reason was said.  Else the library is scanned, and nothing was said of its bundles. */
bool session_begin(struct session *s, const struct cli_args *args, enum reader_needs needs);
/* False when it cannot begin; the reason was said.  texts: keep the texts of an archive that
 * will be read anyway; report: only that report's, NULL for all.  Says what is wrong with each bundle. */
bool session_open(struct session *s, const struct cli_args *args, enum reader_needs needs, bool texts, const char *report);
void session_close(struct session *s);
/* Opens a report, waiting; NULL when it cannot be (said). */
struct report *session_place(struct session *s, const struct place *place);
/* The same in the variant that the person prefers. */
struct report *session_report(struct session *s, uint32_t bundle, uint32_t report);
struct report *session_place(struct session *s, const struct place *place);
/* The exit status: failed only when nothing could be shown. */
int session_status(const struct session *s);

#endif
