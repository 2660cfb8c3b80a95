/* What the fuzz targets share.  A target is one file with fuzz_name and
 * LLVMFuzzerTestOneInput(); an engine calls it with made-up inputs, and
 * replay.c with the seeds and with what once crashed. */
#ifndef QORJYN_TESTS_FUZZ_FUZZ_H
#define QORJYN_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct buf;
struct doc;
struct page;

/* The folder of its inputs, below seeds/ and crashes/. */
extern const char fuzz_name[];
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process, saying what does not hold. */
#define MUST(x) ((x) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #x))
_Noreturn void fuzz_broken(const char *file, int line, const char *what);

/* ---- inputs are taken apart from their front; what is not there is 0 */
struct fuzz_input {
	const uint8_t *data;
	size_t left;
};

uint8_t fuzz_byte(struct fuzz_input *in);
/* Changes of bytes as the input asks: one byte says how many, then seven for each.  So an input can be
 * readable text and yet spoil what a program makes of it. */
struct fuzz_patches {
	const uint8_t *at;
	size_t count;
};
struct fuzz_patches fuzz_patches(struct fuzz_input *in);
void fuzz_patch(const struct fuzz_patches *patches, struct buf *bytes);

/* A descriptor on these bytes; the caller closes it. */
int fuzz_fd(const void *bytes, size_t len);

/* Members written as text: "=== NAME" lines, each before its bytes. */
typedef void fuzz_file_fn(void *ctx, const char *name, const char *bytes, size_t len);
void fuzz_files(const uint8_t *text, size_t len, fuzz_file_fn *fn, void *ctx);

/* ---- what must hold */
void fuzz_clean_string(const char *s, enum text_rule rule, bool lines);
/* A doc that was accepted: all its text is clean, and its questions have answers. */
void fuzz_doc(const struct doc *doc);
/* It is laid out at several widths: no line is wider than asked, no word is missing. */
void fuzz_pages(const struct doc *doc);
/* The doc that crossed the pipe; the one given stays the caller's.  It must be accepted. */
struct doc *fuzz_cross(const struct doc *doc, bool reveal);

#endif
