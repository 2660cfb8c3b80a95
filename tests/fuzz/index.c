/* The index job: any bytes as an archive give an index that crosses the pipe.
 *
 * Input: a byte (the low three bits: compression; 8: the bytes that follow are
 * not an archive but patches and members written as text; 16: those as a zip; the
 * high three bits: which texts are kept), a byte (the wanted member), the rest. */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "bundle/index.h"
#include "bundle/source.h"
#include "doc/rec.h"
#include "fuzz/fuzz.h"
#include "fuzz/index_check.h"
#include "fuzz/pack.h"

const char fuzz_name[] = "index";

static void make_archive(struct fuzz_input *in, uint8_t how, struct buf *out)
{
	struct buf bytes = BUF_INIT;
	struct fuzz_patches patches;

	if (how & 8) {
		patches = fuzz_patches(in);
		pack_files(in->data, in->left, how & 16, &bytes);
		fuzz_patch(&patches, &bytes);
	} else {
		buf_add(&bytes, in->data, in->left);
	}
	if (how % 8 == PACK_NONE || how % 8 >= PACK_FILTERS)
		buf_add(out, bytes.data, bytes.len);
	else
		pack_filter(buf_str(&bytes), bytes.len, how % 8, out);
	buf_free(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in), wanted = fuzz_byte(&in);
	struct buf bytes = BUF_INIT, record = BUF_INIT;
	struct source *src;
	struct index *ix;
	int fd;

	make_archive(&in, how, &bytes);
	fd = fuzz_fd(buf_str(&bytes), bytes.len);
	src = source_archive(fd);
	ix = index_build(src, "reports-2016-04.tar", &(struct index_ask){ .texts = (enum index_texts)(how >> 5) % (INDEX_FROM_TEXTS + 1), .wanted = wanted, .count = rec_count });
	source_close(src);
	index_encode(ix, &record);
	index_free(ix);
	ix = index_decode(record.data, record.len, NULL);
	MUST(ix != NULL);
	index_check(ix);
	index_free(ix);
	buf_free(&bytes);
	buf_free(&record);
	close(fd);
	return 0;
}
