/* The words in which a recommendation's fields are shown, everywhere the same. */
#ifndef QORJYN_DOC_REC_WORDS_H
#define QORJYN_DOC_REC_WORDS_H

#include <stddef.h>

#include "doc/doc.h"

struct buf;

/* Appends "Theme: Freedom of association" in the person's language; value: len bytes, clean. */
void rec_field_text(enum rec_key key, const char *value, size_t len, struct buf *out);
/* A value that the format fixes, in words ("supported-in-part": "supported in part"); else the value itself. */
const char *rec_value_label(enum rec_key key, const char *value);
/* What kind of source a report is, from its front matter's mechanism; the value itself when it is none that we know. */
const char *rec_mechanism_label(const char *mechanism);
/* Appends who recommends and by what kind of source, so that what an organisation submitted never looks like
 * something that the UN adopted: "Open Dialog Foundation (submission, not adopted by the UN)".  "" is unknown, and
 * is said to be. */
void rec_source_text(const char *from, const char *mechanism, struct buf *out);

#endif
