#include <config.h>

#include "reader/fake.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/library.h"

struct report *fake_report(const char *edition, const char *md)
{
	return fake_report_in("en", edition, md);
}

struct report *fake_report_in(const char *lang, const char *edition, const char *md)
{
	char *name = mem_printf("r.%s.md", lang);
	char *manifest = mem_printf("qorjyn: 1\nid: s\nedition: %s\npublisher: The publisher\n", edition);
	const struct make_file files[] = { { .name = name, .text = md }, { .name = "bundle.yaml", .text = manifest } };
	struct bundle *b = mem_calloc(1, sizeof *b);
	struct report *r = mem_calloc(1, sizeof *r);
	struct markdown_defaults defaults = { .report = "r" };
	const struct index_variant *v;

	b->ix = MAKE_TAR_INDEX(files);
	b->name = "s.tar";
	assert_int_equal(b->ix->nreports, 1);
	v = &b->ix->reports[0].variants[0];
	defaults.from = index_value(v->meta, v->nmeta, "from");
	defaults.to = index_value(v->meta, v->nmeta, "to");
	defaults.theme = index_value(v->meta, v->nmeta, "theme");
	r->bundle = b;
	r->variant = v;
	r->doc = markdown_parse(md + v->body, strlen(md + v->body), v->body_line, &defaults);
	free(manifest);
	free(name);
	return r;
}

void fake_free(struct report *r)
{
	index_free(r->bundle->ix);
	free((void *)(uintptr_t)r->bundle);
	doc_free(r->doc);
	free(r);
}

uint32_t fake_block(const struct report *r, const char *words)
{
	const struct doc *doc = r->doc;

	for (uint32_t i = 0; i < doc->nblocks; i++)
		if (doc->blocks[i].text_len >= strlen(words) && !memcmp(doc->text + doc->blocks[i].text, words, strlen(words)))
			return i;
	fail_msg("no block begins with %s", words);
	return 0;
}
