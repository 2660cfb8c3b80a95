/* An open report: its doc, where it came from, and how it is being shown. */
#ifndef QORJYN_READER_REPORT_H
#define QORJYN_READER_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"

struct bundle;
struct doc;
struct err;
struct library;
struct opening;
struct pollfd;
struct spawner;
struct index_report;
struct index_variant;
struct job;

struct report {
	const struct bundle *bundle;
	uint32_t bundle_no, report_no, variant_no;
	const struct index_variant *variant;
	struct doc *doc;       /* never NULL */
	char *notice;          /* a sentence why it is plain text; NULL */
};

/* How: with what is hidden written out; with a preview. */
enum opening_how { OPENING_REVEAL = 1, OPENING_PREVIEW = 2 };
/* Starts to open a report: reads its bytes (an index job for an archive, the
 * file itself for a folder) and parses them (a parse job).  NULL and err when that cannot even begin.  how: enum
 * opening_how bits. */
struct opening *opening_start(struct spawner *sp, struct library *lib, const struct place *place, unsigned how, struct err *err);
enum opening_state { OPENING_BUSY, OPENING_DONE, OPENING_FAILED };
enum opening_state opening_step(struct opening *o);
enum opening_state opening_wait(struct opening *o, const volatile int *stop);
/* What to wait for while BUSY; max: at least OPENING_POLL_MAX. */
enum { OPENING_POLL_MAX = 4 };
size_t opening_poll(const struct opening *o, struct pollfd *fds, size_t max);
/* While BUSY: there is work that waits for nothing (a signature is checked). */
bool opening_works(const struct opening *o);
/* With OPENING_PREVIEW, while the whole of a large report is still parsed: its beginning, which a worker of its own has
 * parsed meanwhile, to be looked at only (its places are not those of the whole).  Once; NULL: not there. */
struct report *opening_take_preview(struct opening *o);
/* Kills the job; the bytes that are there are shown as plain text: then OPENING_DONE, else OPENING_FAILED. */
enum opening_state opening_stop(struct opening *o);
/* The report of an OPENING_DONE, once; NULL and err of a FAILED one. */
struct report *opening_take(struct opening *o, struct err *err);
void opening_free(struct opening *o); /* NULL is fine */
void report_free(struct report *r);   /* NULL is fine */

/* Begins to parse a variant's text (front matter included), which must stay; NULL and err: it cannot be. */
struct job *report_parse(struct spawner *sp, const struct index_report *r, const struct index_variant *v, const char *text, size_t len, struct err *err);

/* "Title" of this variant; series, edition and report id for notes. */
const char *report_title(const struct report *r);
const char *report_series(const struct report *r);
const char *report_edition(const struct report *r);
const char *report_id(const struct report *r);
const char *report_lang(const struct report *r);
/* The front matter's mechanism, "" unknown. */
const char *report_mechanism(const struct report *r);

#endif
