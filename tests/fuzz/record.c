/* The decoder of docs: what a hostile worker sends is refused, or is as good as
 * what an honest one sends.
 *
 * Input: a byte (1: replaced characters are revealed; 2: the rest is a record as
 * it is), else patches of a record, and the Markdown that it is made of. */
#include <config.h>

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "record";

static void make_record(struct fuzz_input *in, struct buf *record)
{
	struct fuzz_patches patches = fuzz_patches(in);
	struct doc *made = markdown_parse((const char *)in->data, in->left, 1, NULL);

	doc_encode(made, record);
	doc_free(made);
	fuzz_patch(&patches, record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in);
	struct buf record = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc *doc;

	if (how & 2)
		buf_add(&record, in.data, in.left);
	else
		make_record(&in, &record);
	doc = doc_decode(buf_str(&record), record.len, how & 1, &err);
	MUST((doc == NULL) == (err.text != NULL));
	if (doc) {
		fuzz_doc(doc);
		fuzz_pages(doc);
	}
	doc_free(doc);
	err_free(&err);
	buf_free(&record);
	return 0;
}
