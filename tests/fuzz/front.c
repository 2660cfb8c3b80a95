/* Front matter, manifests and the names in them: any bytes give bounded pairs.
 *
 * Input: Markdown with front matter; it is read as a manifest as well. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/manifest.h"
#include "bundle/meta.h"
#include "bundle/name.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "front";

static void check_name(const char *s)
{
	struct buf out = BUF_INIT, again = BUF_INIT;
	char lang[LANG_MAX], code[LANG_MAX];

	if (name_normal(s, &out)) {
		MUST(out.len > 0 && out.data[0] != '/' && name_normal(out.data, &again));
		MUST(!strcmp(out.data, again.data));
		buf_clear(&again);
		name_split(out.data, &again, lang);
		MUST(!*lang || (lang_canonical(lang, strlen(lang), code) && !strcmp(lang, code)));
		buf_clear(&again);
		if (name_resolve("reports/a.md", out.data, &again))
			MUST(again.data[0] != '/');
		MUST(name_compare(out.data, out.data) == 0);
	}
	buf_clear(&out);
	name_series(s, &out);
	buf_free(&out);
	buf_free(&again);
}

static void check_front(const char *md, size_t len)
{
	struct meta_block block;
	struct index_pair *pairs = NULL;
	size_t body;
	uint32_t n = 0, line;
	char *heading;

	body = meta_split(md, len, &block);
	MUST(body <= len && block.line >= 1 && block.line - 1 <= body);
	if (body) {
		MUST(block.text >= md && block.text + block.len <= md + body);
		meta_read(&block, &pairs, &n, &line);
		MUST(n <= LIMIT_META_KEYS);
		for (uint32_t i = 0; i < n; i++) {
			MUST(strlen(pairs[i].value) <= LIMIT_VALUE_BYTES);
			check_name(pairs[i].key);
			check_name(pairs[i].value);
		}
		meta_free(pairs, n);
	}
	heading = meta_heading(md + body, len - body);
	free(heading);
}

static void check_manifest(const char *yaml, size_t len)
{
	struct index *ix = calloc(1, sizeof *ix);
	struct manifest m;

	memset(&m, 0, sizeof m);
	manifest_read(&m, yaml, len, ix);
	MUST(ix->nmeta <= LIMIT_META_KEYS && ix->ntitles <= LIMIT_LANGUAGES);
	for (size_t i = 0; i < m.nfiles; i++)
		if (m.files[i].path)
			check_name(m.files[i].path);
	manifest_free(&m);
	index_free(ix);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);

	memcpy(copy, data, size);
	copy[size] = '\0';
	check_front(copy, size);
	check_manifest(copy, size);
	free(copy);
	return 0;
}
