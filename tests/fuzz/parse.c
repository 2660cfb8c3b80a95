/* The parse job: any bytes as Markdown give a doc that is accepted, clean and
 * wholly on its pages.
 *
 * Input: a byte (1: replaced characters are revealed; 2: with defaults), Markdown. */
#include <config.h>

#include "doc/doc.h"
#include "doc/markdown.h"
#include "doc/rec.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "parse";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct markdown_defaults defaults = { "KAZ", "UKR; POL", "Women", "general" };
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in);
	struct doc *made = markdown_parse((const char *)in.data, in.left, 1, how & 2 ? &defaults : NULL);
	struct doc *doc = fuzz_cross(made, how & 1);

	rec_count((const char *)in.data, in.left);
	doc_free(made);
	fuzz_doc(doc);
	fuzz_pages(doc);
	doc_free(doc);
	return 0;
}
