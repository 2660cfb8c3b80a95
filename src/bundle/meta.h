/* Front matter and bundle.yaml to pairs; tolerant. Worker only. */
#ifndef QORJYN_BUNDLE_META_H
#define QORJYN_BUNDLE_META_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index_pair;

/* The front matter of a report; in the report's bytes. */
struct meta_block {
	const char *text;
	size_t len;
	bool toml;       /* between "+++" lines: "key = value", as site builders write */
	uint32_t line;   /* source line of the body */
};

/* Where the Markdown begins: after a "---" block at the very top (BOM and CR LF
 * allowed; closed by "---" or "..."), or a "+++" block; 0 when there is none. */
size_t meta_split(const char *md, size_t len, struct meta_block *block);
/* The block's scalars as pairs, in order: "a: {b: c}" is "a.b", several values
 * of one key are joined by "; ".  False when the YAML is broken, on this source
 * line: the pairs then hold what its "key: value" lines say.  The caller
 * frees with meta_free(). */
bool meta_read(const struct meta_block *block, struct index_pair **pairs, uint32_t *n, uint32_t *line);
void meta_free(struct index_pair *pairs, uint32_t n);
/* The text of the first heading of Markdown without its markup; NULL when
 * there is none.  The caller frees. */
char *meta_heading(const char *md, size_t len);

#endif
