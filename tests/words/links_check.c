/* Links: inside a collection of Markdown each leads where it leads on GitHub.
 *
 *   links_check [-v] [FOLDER...]     without folders: the project's own Markdown; -v names what is broken there
 *
 * What GitHub does is worked out here from cmark-gfm's own tree and from the files, by rules of its own: a target is there
 * when a file or folder of that name is; a heading's anchor is its text in small letters, without what is no letter, digit,
 * mark, "-" or "_", spaces as "-", and "-1", "-2" ... where it was there before; id and name in HTML count, too.
 * A link that GitHub does not resolve is broken in the collection; that ours may find something for it is counted. */
#include <config.h>

#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/index.h"
#include "bundle/meta.h"
#include "bundle/source.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/library.h"
#include "reader/links.h"
#include "reader/report.h"

enum { SHOWN_MAX = 40, ANY_LINE = 0 };

struct file {
	char *path;        /* in the collection */
	bool folder;
	char *md;          /* without its front matter; NULL: not Markdown */
	size_t len;
	uint32_t first;    /* its first line in the file */
	struct doc *doc;
	struct map anchors;/* GitHub's, to lines; ANY_LINE: in HTML */
	size_t links;      /* that cmark-gfm sees */
};

static struct file *files;
static size_t nfiles, files_cap;
static struct map by_path;
static const char *top;
static bool verbose;
static unsigned links, resolved, broken, outside, more, wrong, shown;

/* ---- the files */

static bool is_markdown(const char *path)
{
	size_t n = strlen(path);

	return (n > 3 && !strcasecmp(path + n - 3, ".md")) || (n > 9 && !strcasecmp(path + n - 9, ".markdown"));
}

static char *slurp(const char *path, size_t size, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes = mem_alloc(size + 1);

	*len = f ? fread(bytes, 1, size, f) : 0;
	bytes[*len] = '\0';
	if (f)
		fclose(f);
	return bytes;
}

static int take_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *name = path + strlen(top);
	struct file *f;

	(void)ftw;
	while (*name == '/')
		name++;
	if ((type != FTW_F && type != FTW_D) || (type == FTW_F && !S_ISREG(st->st_mode)) || !strncmp(name, ".git/", 5))
		return 0;
	files = mem_grow(files, nfiles, &files_cap, sizeof *files);
	f = &files[nfiles++];
	*f = (struct file){ .path = mem_strdup(name), .folder = type == FTW_D };
	if (type == FTW_F && is_markdown(name) && st->st_size <= DOC_PARSE_MAX)
		f->md = slurp(path, (size_t)st->st_size, &f->len);
	return 0;
}

static struct file *file_at(const char *path)
{
	uint32_t no;

	return map_get(&by_path, path, strlen(path), &no) ? &files[no] : NULL;
}

/* ---- GitHub's anchors */

static bool is_kept(uint32_t c)
{
	return c == '-' || c == ' ' || uc_is_general_category(c, UC_LETTER) || uc_is_general_category(c, UC_MARK) ||
	       uc_is_general_category(c, UC_DECIMAL_DIGIT_NUMBER) || uc_is_general_category(c, UC_CONNECTOR_PUNCTUATION) ||
	       uc_is_property(c, UC_PROPERTY_ALPHABETIC);
}

static void add_slug(struct file *f, struct map *used, const char *text, size_t len, uint32_t line)
{
	size_t n;
	uint8_t *small = u8_tolower((const uint8_t *)text, len, NULL, NULL, NULL, &n);
	struct buf slug = BUF_INIT;
	size_t plain;
	uint32_t count = 0;

	buf_reserve(&slug, 1);
	for (size_t i = 0; small && i < n;) {
		ucs4_t c;
		int k = u8_mbtouc(&c, small + i, n - i);

		if (c == ' ')
			buf_addc(&slug, '-');
		else if (c != 0xfffd && is_kept(c))
			buf_add(&slug, small + i, (size_t)k);
		i += (size_t)k;
	}
	plain = slug.len;
	while (map_get(used, slug.data, slug.len, NULL)) {
		slug.len = plain;
		buf_addf(&slug, "-%u", (unsigned)++count);
	}
	map_set(used, slug.data, slug.len, 1);
	if (slug.len && !map_get(&f->anchors, slug.data, slug.len, NULL))
		map_set(&f->anchors, slug.data, slug.len, line);
	buf_free(&slug);
	free(small);
}

/* The text of a heading as a browser has it. */
static void heading_text(cmark_node *heading, struct buf *out)
{
	cmark_iter *it = cmark_iter_new(heading);
	cmark_event_type event;
	int pictures = 0;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(node);

		if (type == CMARK_NODE_IMAGE)
			pictures += event == CMARK_EVENT_ENTER ? 1 : -1;
		else if (!pictures && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_FOOTNOTE_REFERENCE))
			buf_adds(out, cmark_node_get_literal(node));
	}
	cmark_iter_free(it);
}

/* Values of id and name in tags. */
static void html_names(struct file *f, const char *html)
{
	for (const char *p = html; (p = strchr(p, '<')) != NULL; p++) {
		const char *end = strchr(p, '>');

		if (!strncmp(p, "<!--", 4) || !end)
			break;
		for (const char *a = p; a < end; a++) {
			bool id = !strncasecmp(a, " id=", 4), name = !strncasecmp(a, " name=", 6);
			const char *v = a + (id ? 4 : 6), *close;

			if ((!id && !name) || (*v != '"' && *v != '\'') || (close = strchr(v + 1, *v)) == NULL || close > end || close == v + 1)
				continue;
			if (!map_get(&f->anchors, v + 1, (size_t)(close - v) - 1, NULL))
				map_set(&f->anchors, v + 1, (size_t)(close - v) - 1, ANY_LINE);
		}
	}
}

/* Headings in HTML, tags left out; references are not decoded. */
static void html_headings(struct file *f, struct map *used, const char *html)
{
	for (const char *p = html; (p = strcasestr(p, "<h")) != NULL; p++) {
		const char *open = strchr(p, '>'), *close = open ? strcasestr(open, "</h") : NULL;
		struct buf text = BUF_INIT;
		bool tag = false;

		if (p[2] < '1' || p[2] > '6' || !close)
			continue;
		for (const char *s = open + 1; s < close; s++) {
			tag |= *s == '<';
			if (!tag)
				buf_addc(&text, *s);
			tag &= *s != '>';
		}
		add_slug(f, used, buf_str(&text), text.len, ANY_LINE);
		buf_free(&text);
		p = close;
	}
}

static cmark_node *parse(cmark_parser **parser, const struct file *f)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };

	*parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		cmark_parser_attach_syntax_extension(*parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(*parser, f->md, f->len);
	return cmark_parser_finish(*parser);
}

/* Anchors and the number of links, footnotes that nobody refers to excepted (cmark-gfm forgets those). */
static void look_at(struct file *f)
{
	cmark_parser *parser;
	cmark_node *root = parse(&parser, f);
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type event;
	struct map used = MAP_INIT;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(node);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_HEADING) {
			struct buf text = BUF_INIT;

			heading_text(node, &text);
			add_slug(f, &used, buf_str(&text), text.len, f->first - 1 + (uint32_t)cmark_node_get_start_line(node));
			buf_free(&text);
		} else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
			html_names(f, cmark_node_get_literal(node));
			if (type == CMARK_NODE_HTML_BLOCK)
				html_headings(f, &used, cmark_node_get_literal(node));
		} else if (type == CMARK_NODE_LINK || (type == CMARK_NODE_IMAGE && cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_IMAGE)) {
			f->links++;
		}
	}
	map_free(&used);
	cmark_iter_free(it);
	cmark_node_free(root);
	cmark_parser_free(parser);
}

/* ---- GitHub's targets */

static int hex(char c)
{
	const char *digits = "0123456789abcdef", *p = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

	return p ? (int)(p - digits) : -1;
}

static char *unescaped(const char *s, size_t len)
{
	struct buf out = BUF_INIT;
	char *clean;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '%' && i + 2 < len && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0 && (s[i + 1] != '0' || s[i + 2] != '0')) {
			buf_addc(&out, (char)(hex(s[i + 1]) << 4 | hex(s[i + 2])));
			i += 2;
		} else {
			buf_addc(&out, s[i]);
		}
	}
	clean = text_name(buf_str(&out)); /* as names of members are */
	buf_free(&out);
	return clean;
}

/* The file or folder that a target means, seen from f; NULL: none. */
static struct file *target_of(const struct file *f, const char *target)
{
	char *name = unescaped(target, strcspn(target, "#?")), *slash = strrchr(f->path, '/'), *save = NULL;
	char *all = name[0] == '/' || !slash ? mem_strdup(name) : mem_printf("%.*s/%s", (int)(slash - f->path), f->path, name);
	struct buf path = BUF_INIT;
	struct file *found;
	bool out = false;

	if (!*name) {
		free(name);
		free(all);
		return file_at(f->path);
	}
	for (char *part = strtok_r(all, "/", &save); part && !out; part = strtok_r(NULL, "/", &save)) {
		char *last = path.len ? strrchr(path.data, '/') : NULL;

		if (!strcmp(part, ".."))
			out = path.len == 0;
		if (!strcmp(part, "..") && path.len) {
			path.len = last ? (size_t)(last - path.data) : 0;
			path.data[path.len] = '\0';
		} else if (strcmp(part, ".") && strcmp(part, "..")) {
			buf_addf(&path, "%s%s", path.len ? "/" : "", part);
		}
	}
	found = out ? NULL : file_at(buf_str(&path));
	buf_free(&path);
	free(name);
	free(all);
	return found;
}

/* ---- ours against it */

static void tell(const struct file *f, const char *target, const char *what)
{
	wrong++;
	if (shown++ < SHOWN_MAX)
		printf("# %s: %s: %s\n", f->path, target, what);
}

static bool in_folder(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return !n || (!strncmp(path, folder, n) && path[n] == '/');
}

/* What ours found of an anchor that GitHub has in g. */
static void check_anchor(const struct file *f, const char *target, const struct file *g, uint32_t line, uint32_t block)
{
	resolved++;
	if (block == NONE)
		tell(f, target, "the anchor is not found");
	else if (line != ANY_LINE && g->doc->blocks[block].line != line)
		tell(f, target, "the anchor leads to another place");
}

static void check_link(const struct index *ix, const struct file *f, const struct report *r, uint32_t link)
{
	const char *target = doc_str(f->doc, f->doc->links[link].target), *hash = strchr(target, '#');
	struct buf anchor = BUF_INIT, text = BUF_INIT;
	struct place place;
	enum link_leads leads = link_resolve(NULL, r, link, &place, &anchor, &text);
	struct file *g = f->doc->links[link].kind == LINK_OUTSIDE ? NULL : target_of(f, target);
	const char *path = leads == LEADS_REPORT ? ix->members[ix->reports[place.report].variants[place.variant == NONE ? 0 : place.variant].member].path : "";
	char *name = hash ? unescaped(hash + 1, strlen(hash + 1)) : NULL, *raw = name;
	uint32_t line = ANY_LINE;

	links++;
	if (f->doc->links[link].kind == LINK_OUTSIDE) {
		outside++;
		if (leads != LEADS_OUTSIDE && strncmp(target, "bundle:", 7)) /* of which GitHub knows nothing */
			tell(f, target, "an address on the net is taken for another");
	} else if (!g || (name && *name && g->md && !map_get(&g->anchors, name, strlen(name), &line))) {
		broken++;
		if (verbose)
			printf("# %s: %s: broken there: %s\n", f->path, target, g ? "no such anchor" : "no such file");
		more += leads == LEADS_HERE || (leads == LEADS_REPORT && (!g || doc_anchor(g->doc, buf_str(&anchor)) != NONE));
		if (g && g->md && leads != LEADS_HERE && leads != LEADS_NOWHERE && strcmp(path, g->path))
			tell(f, target, "the file is another one");
	} else if (g->folder) {
		resolved++;
		if (leads != LEADS_FOLDER && !(leads == LEADS_REPORT && in_folder(path, g->path)))
			tell(f, target, "the folder is not found");
	} else if (!g->md) {
		resolved++;
		if (leads != LEADS_MEMBER)
			tell(f, target, "the file is not found");
	} else if (leads == LEADS_HERE) {
		check_anchor(f, target, f, line, place.block);
	} else if (leads != LEADS_REPORT || strcmp(path, g->path)) {
		resolved++;
		tell(f, target, "the report is not found, or another one is");
	} else if (name && *name) {
		check_anchor(f, target, g, line, doc_anchor(g->doc, buf_str(&anchor)));
	} else {
		resolved++;
	}
	free(raw);
	buf_free(&anchor);
	buf_free(&text);
}

/* ---- a collection */

static struct doc *read_doc(const struct file *f)
{
	struct doc *made = markdown_parse(f->md, f->len, f->first, NULL), *doc;
	struct buf record = BUF_INIT;

	doc_encode(made, &record);
	doc_free(made);
	doc = doc_decode(record.data, record.len, false, NULL);
	buf_free(&record);
	return doc;
}

static uint32_t count_recs(const char *md, size_t len)
{
	(void)md;
	(void)len;
	return 0;
}

/* The way that a bundle's files take: frames, index, record, index. */
static struct index *index_files(const char *folder)
{
	struct buf frames = BUF_INIT, record = BUF_INIT;
	FILE *f = tmpfile();
	struct source *src;
	struct index *made, *ix;

	for (size_t i = 0; i < nfiles; i++)
		if (!files[i].folder)
			frames_add(&frames, files[i].path, files[i].md ? files[i].md : "", files[i].md ? files[i].len : 0);
	frames_end(&frames);
	fwrite(frames.data, 1, frames.len, f);
	rewind(f);
	src = source_frames(fileno(f));
	made = index_build(src, folder, &(struct index_ask){ .count = count_recs });
	source_close(src);
	index_encode(made, &record);
	index_free(made);
	ix = index_decode(record.data, record.len, NULL);
	fclose(f);
	buf_free(&frames);
	buf_free(&record);
	return ix;
}

static void prepare(void)
{
	for (size_t i = 0; i < nfiles; i++) {
		struct file *f = &files[i];
		struct meta_block block;
		size_t body;

		map_set(&by_path, f->path, strlen(f->path), (uint32_t)i);
		if (!f->md)
			continue;
		body = meta_split(f->md, f->len, &block);
		f->first = block.line;
		memmove(f->md, f->md + body, f->len - body + 1);
		f->len -= body;
		look_at(f);
		f->doc = read_doc(f);
	}
}

static void check_report(const struct index *ix, const struct bundle *bundle, uint32_t no, uint32_t v)
{
	const struct index_report *rep = &ix->reports[no];
	const struct file *f = file_at(ix->members[rep->variants[v].member].path);
	struct report r = { .bundle = bundle, .report_no = no, .variant_no = v, .variant = &rep->variants[v] };
	size_t own = 0;

	if (!f || !f->doc)
		return;
	r.doc = f->doc;
	for (uint32_t i = 0; i < f->doc->nlinks; i++) {
		if (f->doc->links[i].kind == LINK_FOOTNOTE)
			continue;
		own++;
		check_link(ix, f, &r, i);
	}
	if (own < f->links)
		tell(f, "", "a link is lost");
}

static void clear(void)
{
	for (size_t i = 0; i < nfiles; i++) {
		free(files[i].path);
		free(files[i].md);
		doc_free(files[i].doc);
		map_free(&files[i].anchors);
	}
	map_free(&by_path);
	by_path = (struct map)MAP_INIT;
	nfiles = 0;
	links = resolved = broken = outside = more = wrong = 0;
}

static void check_folder(const char *folder, unsigned *test)
{
	struct bundle bundle = { .name = "x", .kind = BUNDLE_ARCHIVE };
	unsigned reports = 0;

	top = folder;
	if (nftw(folder, take_file, 16, FTW_PHYS))
		printf("# %s cannot be read\n", folder);
	bundle.ix = index_files(folder);
	prepare();
	for (uint32_t i = 0; bundle.ix && i < bundle.ix->nreports; i++)
		for (uint32_t v = 0; v < bundle.ix->reports[i].nvariants; v++, reports++)
			check_report(bundle.ix, &bundle, i, v);
	printf("# %s: %u files, %u links: %u outside, %u resolved, %u broken there (for %u of these something is found), %u wrong\n",
		folder, reports, links, outside, resolved, broken, more, wrong);
	printf("%s %u - every link in %s leads where it leads on GitHub\n", reports && !wrong ? "ok" : "not ok", ++*test, folder);
	index_free(bundle.ix);
	clear();
}

int main(int argc, char **argv)
{
	static const char *const own[] = { "bundles", "tests/golden", "tests/screens/links" };
	const char *srcdir = getenv("top_srcdir");
	unsigned test = 0;
	struct buf path = BUF_INIT;

	verbose = argc > 1 && !strcmp(argv[1], "-v");
	argc -= verbose;
	argv += verbose;
	cmark_gfm_core_extensions_ensure_registered();
	printf("1..%u\n", (unsigned)(argc > 1 ? (size_t)argc - 1 : sizeof own / sizeof *own));
	for (int i = 1; i < argc; i++)
		check_folder(argv[i], &test);
	for (size_t i = 0; argc < 2 && i < sizeof own / sizeof *own; i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%s", srcdir ? srcdir : ".", own[i]);
		check_folder(buf_str(&path), &test);
	}
	buf_free(&path);
	free(files);
	return 0;
}
