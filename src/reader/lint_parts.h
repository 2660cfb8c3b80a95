/* Between the files of lint_*.c: what goes through a bundle, and what each subject looks at.  Internal to reader/. */
#ifndef QORJYN_READER_LINT_PARTS_H
#define QORJYN_READER_LINT_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "bundle/index.h"
#include "doc/doc.h"
#include "reader/lint.h"

enum { LINT_PER_FILE = 50 /* of one code in one file; more are counted */ };

/* The findings of one file, gathered until all that is told of it is there. */
struct lint_file {
	const char *member;  /* its path; "": the bundle as a whole */
	struct lint_found *found;
	size_t count, cap;
	uint32_t seen[LINT_CODES];
};

struct lint {
	struct lint_facts *facts;    /* of all files so far */
	const struct bundle *bundle;
	const struct index *ix;
	lint_fn *fn;
	void *ctx;
	struct lint_sum *sum;
	bool none_named;             /* no report has a language, and that was said */
	bool enough;                 /* fn said so */
};

/* A text that is there, and where it belongs. */
struct lint_text {
	uint32_t member, report, variant;
	const struct index_variant *v;
	const char *bytes;           /* UTF-8 as far as can be told, front matter included */
	size_t len;
	const struct doc *doc;       /* NULL while there is none */
};

/* ---- lint.c */
void lint_begin(struct lint_file *f, const char *member);
/* A finding; a, b, c: what stands for the %s of its sentence, made clean here; NULL where there are fewer. */
void lint_say(struct lint_file *f, enum lint_code code, uint32_t line, const char *a, const char *b, const char *c);
/* The same with a whole sentence. */
void lint_say_text(struct lint_file *f, enum lint_code code, uint32_t line, const char *text);
/* Gives what was gathered, by line; empties f. */
void lint_end(struct lint *l, struct lint_file *f);
/* The path of a variant's file. */
const char *lint_path(const struct lint *l, uint32_t report, uint32_t variant);

/* ---- lint_walk.c
 * Calls fn for each text of the bundle, in the archive's order, with its doc (NULL: why says why not); raw may be NULL and is
 * called before, while the doc is made.  Texts and docs are there during the calls only, *data lives from raw to fn.  False
 * when fn did. */
struct lint_walk {
	void (*raw)(void *ctx, const struct lint_text *t, void **data);
	bool (*fn)(void *ctx, const struct lint_text *t, void *data, enum lint_code why, const char *sentence);
	void *ctx;
};
struct spawner;
struct bundle;
bool lint_walk(struct spawner *sp, const struct bundle *b, const struct lint_walk *w);

/* ---- one file a subject */
void lint_index(struct lint *l);                                       /* lint_index.c: what the index says, names, the manifest */
void lint_names(struct lint *l);                                       /* lint_names.c */
bool lint_is_mixed(const char *s, char **word);                        /* a word of it mixes scripts that look alike; the caller's */
void lint_manifest(struct lint *l);                                    /* lint_manifest.c */
bool lint_names_no_language(const struct index *ix);                   /* none of several reports: that is said once */
void lint_front(struct lint_file *f, const struct lint_text *t, bool none_named);
void lint_chars(struct lint_file *f, const char *s, size_t len);       /* lint_chars.c */
void lint_script(struct lint_file *f, const struct lint_text *t);      /* lint_script.c */
void lint_blocks(struct lint_file *f, const struct lint_text *t);      /* lint_blocks.c */
/* Where a source line (from 1) begins; the text's end when it has fewer.  lines: all zero at first; starts is the caller's
 * to free. */
struct lint_lines { uint32_t *starts; size_t count; };
const char *lint_line(struct lint_lines *lines, const struct lint_text *t, uint32_t line);
void lint_tables(struct lint_file *f, const struct lint_text *t, struct lint_lines *lines);      /* lint_tables.c; a part of lint_blocks() */
void lint_recs(struct lint *l, struct lint_file *f, const struct lint_text *t);     /* lint_recs.c */
/* lint_see.c: an id that is declared; what a recommendation refers to; and, when all are read, what of that is nowhere. */
void lint_see_id(struct lint *l, const char *id);
void lint_see_note(struct lint *l, const struct lint_text *t, const char *see, uint32_t line);
void lint_see(struct lint *l);
void lint_links(struct lint *l, struct lint_file *f, const struct lint_text *t);    /* lint_links.c */
bool lint_leads_to_report(const struct lint *l, const char *path);     /* from the top of the bundle */
void lint_anchors(struct lint *l);                                     /* of other reports; when all are read */
void lint_variants_note(struct lint *l, const struct lint_text *t);    /* lint_variants.c */
void lint_variants(struct lint *l);                                    /* when all are read */

/* ---- lint_editions.c */
void lint_edition_note(struct lint_edition *e, const struct index *ix, const struct lint_text *t);
struct lint_edition *lint_edition_new(const struct index *ix);
void lint_editions(struct lint *l, const struct lint_edition *old, const struct lint_edition *now);

/* lint_guessed.c: recommendations without declared ids, of a text in two editions; words as wording_of() makes them. */
struct lint_guess { char *words; uint32_t line, text; };
/* Says itself where words that are not in the text any more now stand; false: nowhere. */
typedef bool lint_elsewhere_fn(void *ctx, const char *words);
void lint_guessed(struct lint_file *f, const struct lint_guess *old, size_t nold, const struct lint_guess *now, size_t nnow,
                  lint_elsewhere_fn *elsewhere, void *ctx);

/* ---- what is kept of all texts, small; each part made and freed by its own file */
struct lint_facts {
	struct lint_paths *paths;        /* lint_links.c */
	struct lint_shapes *shapes;      /* lint_variants.c */
	struct lint_seen *seen;          /* lint_see.c */
	bool unread;                     /* some report could not be parsed */
	struct map rec_ids;              /* declared id -> its first report */
	struct map rec_ids_said;
};
void lint_links_begin(struct lint *l);
void lint_links_free(struct lint_facts *facts);
void lint_see_begin(struct lint *l);
void lint_see_free(struct lint_facts *facts);
void lint_variants_begin(struct lint *l);
void lint_variants_free(struct lint_facts *facts);

#endif
