/* A report without a file or a worker: a bundle in memory, parsed here. */
#ifndef QORJYN_TESTS_READER_FAKE_H
#define QORJYN_TESTS_READER_FAKE_H

#include "bundle/make.h"

#include "reader/report.h"

/* The only report, "r.en.md", of the series "s"; md may begin with front matter. */
struct report *fake_report(const char *edition, const char *md);
/* The same in another language: "r.LANG.md". */
struct report *fake_report_in(const char *lang, const char *edition, const char *md);
void fake_free(struct report *r);
/* The first block whose own text begins with these words. */
uint32_t fake_block(const struct report *r, const char *words);

#endif
