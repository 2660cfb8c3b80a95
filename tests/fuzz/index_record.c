/* The decoder of indexes: what a hostile worker sends is refused, or is as good
 * as what an honest one sends.
 *
 * Input: a byte (1: the rest is a record as it is), else patches of a record, and
 * the members that it is made of, written as text (2: as frames). */
#include <config.h>

#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "bundle/index.h"
#include "bundle/source.h"
#include "doc/rec.h"
#include "fuzz/fuzz.h"
#include "fuzz/index_check.h"

const char fuzz_name[] = "index_record";

static void add_frame(void *ctx, const char *name, const char *bytes, size_t len)
{
	/* a frame without a name is the last one */
	if (*name)
		frames_add(ctx, name, bytes, len);
}

static void make_record(struct fuzz_input *in, bool framed, struct buf *record)
{
	struct fuzz_patches patches = fuzz_patches(in);
	struct buf frames = BUF_INIT;
	struct source *src;
	struct index *ix;
	int fd;

	if (framed) {
		buf_add(&frames, in->data, in->left);
	} else {
		fuzz_files(in->data, in->left, add_frame, &frames);
		frames_end(&frames);
	}
	fd = fuzz_fd(buf_str(&frames), frames.len);
	src = source_frames(fd);
	ix = index_build(src, "reports", &(struct index_ask){ .texts = INDEX_ALL_TEXTS, .count = rec_count });
	source_close(src);
	close(fd);
	index_encode(ix, record);
	index_free(ix);
	ix = index_decode(record->data, record->len, NULL);
	MUST(ix != NULL);
	index_free(ix);
	buf_free(&frames);
	fuzz_patch(&patches, record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in);
	struct buf record = BUF_INIT;
	struct err err = ERR_INIT;
	struct index *ix;

	if (how & 1)
		buf_add(&record, in.data, in.left);
	else
		make_record(&in, how & 2, &record);
	ix = index_decode(buf_str(&record), record.len, &err);
	MUST((ix == NULL) == (err.text != NULL));
	if (ix)
		index_check(ix);
	index_free(ix);
	err_free(&err);
	buf_free(&record);
	return 0;
}
