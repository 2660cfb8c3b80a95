/* Sealed lines: whatever becomes of a sealed file, only what was sealed comes out, each line once, and what was not touched
 * comes out whole; and no bytes without the key open as anything.
 *
 * Input: a byte (1: the bytes are a file as they are, else they are lines to seal), patches of the sealed file (index
 * of a line to swap with the next counts as one), the bytes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "notes/sealed.h"

const char fuzz_name[] = "sealed";

enum { RAW = 1, LINES = 64, INPUT = 16 << 10 };

static struct seal *seal;

static void forget(void)
{
	seal_free(seal);
}

/* Made once: a key takes longer than all else. */
static void begin(void)
{
	if (seal)
		return;
	seal = seal_make("fuzz", 4, &(struct seal_cost){ SEAL_OPS_MIN, SEAL_MIB_MIN }, NULL, NULL);
	MUST(seal != NULL);
	atexit(forget);
}

struct lines {
	const char *at[LINES];
	size_t len[LINES], count;
	bool seen[LINES];
};

/* The first so many lines of text, each once: the same words twice could not be told apart. */
static void split(const char *text, size_t size, struct lines *l)
{
	for (size_t at = 0, end; at < size && l->count < LINES; at = end + 1) {
		const char *lf = memchr(text + at, '\n', size - at);
		bool twice = false;

		end = lf ? (size_t)(lf - text) : size;
		for (size_t i = 0; i < l->count; i++)
			twice |= l->len[i] == end - at && !memcmp(l->at[i], text + at, end - at);
		if (twice)
			continue;
		l->at[l->count] = text + at;
		l->len[l->count++] = end - at;
	}
}

/* It is one of them, and was not there before. */
static void take(struct lines *l, const struct buf *plain)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->len[i] == plain->len && !memcmp(l->at[i], buf_str(plain), plain->len)) {
			MUST(!l->seen[i]);
			l->seen[i] = true;
			return;
		}
	MUST(!"a line came out that was not sealed");
}

/* How many lines were damaged; the others are taken. */
static size_t read_all(struct seal_file *file, const char *bytes, size_t size, struct lines *l)
{
	struct buf plain = BUF_INIT;
	size_t bad = 0;

	seal_file_begin(file);
	for (size_t at = 0, end; at < size; at = end + 1) {
		const char *lf = memchr(bytes + at, '\n', size - at);

		end = lf ? (size_t)(lf - bytes) : size;
		switch (seal_file_read(file, bytes + at, end - at, &plain)) {
		case SEALED_LINE: take(l, &plain); break;
		case SEALED_DAMAGED: bad++; break;
		case SEALED_HEADER:
		case SEALED_OTHER: break;
		}
	}
	buf_free(&plain);
	return bad;
}

static void check_raw(struct seal_file *file, const struct fuzz_input *in)
{
	struct lines none = { .count = 0 };

	read_all(file, (const char *)in->data, in->left, &none);
	/* a right check sum would make it take its time */
	if (seal_looks((const char *)in->data, in->left) != SEAL_HEADER) {
		bool wrong;

		MUST(!seal_open((const char *)in->data, in->left, "fuzz", 4, &wrong, NULL) && !wrong);
	}
}

static void check_sealed(struct seal_file *file, struct fuzz_input *in)
{
	struct fuzz_patches patches = fuzz_patches(in);
	struct lines l = { .count = 0 };
	struct buf whole = BUF_INIT, spoiled = BUF_INIT;
	size_t bad, missing = 0;

	split((const char *)in->data, in->left, &l);
	buf_addf(&whole, "%s\n", seal_header(seal));
	for (size_t i = 0; i < l.count; i++)
		seal_file_add(file, l.len[i] ? l.at[i] : "\n", l.len[i] ? l.len[i] : 1, &whole);
	buf_add(&spoiled, whole.data, whole.len);
	fuzz_patch(&patches, &spoiled);
	bad = read_all(file, buf_str(&spoiled), spoiled.len, &l);
	for (size_t i = 0; i < l.count; i++)
		missing += !l.seen[i];
	if (spoiled.len == whole.len && !memcmp(buf_str(&spoiled), whole.data, whole.len))
		MUST(!missing && !bad && !seal_file_at(file)->displaced);
	/* what is missing is said; but that the end of the file is gone nobody can know */
	for (size_t i = 0; i + 1 < l.count; i++)
		MUST(l.seen[i] || !l.seen[i + 1] || bad || seal_file_at(file)->displaced);
	buf_free(&whole);
	buf_free(&spoiled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size < INPUT ? size : INPUT };
	struct seal_file *file;
	bool raw = fuzz_byte(&in) & RAW;

	begin();
	file = seal_file_new(seal, "notes/mine.jsonl");
	if (raw)
		check_raw(file, &in);
	else
		check_sealed(file, &in);
	seal_file_free(file);
	return 0;
}
