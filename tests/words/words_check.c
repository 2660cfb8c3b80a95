/* Words: what cmark-gfm itself reads in a Markdown file stands on our page, all
 * of it, once, in order and printable, and no line is wider than asked, at a
 * wide and at a narrow width.
 *
 *   words_check [FOLDER...]     without folders: the project's own Markdown
 *
 * What is wanted is taken from the library's own nodes, one by one, because its
 * printed form adds list numbers and table bars of its own; then the words of
 * that printed form are looked for as well.  What is there is taken from the
 * page's lines, cell by cell in tables.  The two have to be the same but for
 * white space; only where the page adds words (raw HTML, footnotes, names of
 * pictures) may something else stand between.
 *
 * What linear mode says of the file is held against the same text: it may add
 * words only between blocks and around pictures and struck text, draws nothing,
 * and says something with every step. */
#include <config.h>

#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/width.h"
#include "bundle/meta.h"
#include "bundle/name.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "page/page.h"
#include "page/speech.h"

static const uint32_t widths[] = { 80, 30 };
enum { WIDTHS = sizeof widths / sizeof *widths, SPEECH = WIDTHS, CHECKS, SHOWN_MAX = 40 };

static unsigned files, failures[CHECKS], shown;

static void fail(unsigned w, const char *path, const char *what, const char *text, size_t len)
{
	failures[w]++;
	if (shown++ >= SHOWN_MAX)
		return;
	if (w == SPEECH)
		printf("# %s: spoken: %s: ", path, what);
	else
		printf("# %s: at %u columns: %s: ", path, (unsigned)widths[w], what);
	for (size_t i = 0; i < len && i < 100; i++)
		putchar(text[i] == '\n' ? ' ' : text[i]);
	putchar('\n');
}

/* ---- what is wanted */

enum { MAY_STAND = 1 /* among the words: the page may add something here */ };

/* Without white space. */
static void add_dense(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\n')
			buf_addc(out, s[i]);
}

/* "{#anchor .class}" at the end of a heading is not text. */
static void cut_attributes(struct buf *heading)
{
	size_t open = heading->len;
	const char *s = heading->data;

	while (open > 0 && s[open - 1] != '{')
		open--;
	if (open > 0 && s[heading->len - 1] == '}' && (s[open] == '#' || s[open] == '.') && (open == 1 || s[open - 2] == ' '))
		heading->len = open - 1;
}

/* A place where the page says more than the library's text.  A link or picture
 * without text of its own shows where it leads; had: the bytes before it. */
static bool adds(cmark_node_type type, cmark_event_type event, size_t had[2], size_t have)
{
	size_t *mine = type == CMARK_NODE_LINK ? &had[0] : type == CMARK_NODE_IMAGE ? &had[1] : NULL;

	if (mine && event == CMARK_EVENT_ENTER)
		*mine = have;
	return mine ? event == CMARK_EVENT_EXIT && have == *mine
		: type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_FOOTNOTE_REFERENCE;
}

/* Speech puts words of its own before blocks and around these. */
static bool is_said_apart(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type < CMARK_NODE_TEXT || type > CMARK_NODE_FOOTNOTE_REFERENCE || type == CMARK_NODE_IMAGE ||
	       !strcmp(cmark_node_get_type_string(node), "strikethrough");
}

static cmark_node *parse(const char *md, size_t len)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
	cmark_node *root;

	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, md, len);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

static void wanted_text(cmark_node *root, bool spoken, struct buf *out)
{
	cmark_iter *it = cmark_iter_new(root);
	struct buf part = BUF_INIT; /* clean, of one node; of a whole heading */
	bool heading = false;
	size_t had[2] = { 0, 0 };
	cmark_event_type event;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(node);

		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK) {
			const char *s = cmark_node_get_literal(node);

			text_clean(&part, s, strlen(s), TEXT_RUNNING, NULL);
		}
		if (adds(type, event, had, out->len + part.len))
			buf_addc(&part, MAY_STAND);
		if (type == CMARK_NODE_HEADING && part.len)
			cut_attributes(&part);
		if (type == CMARK_NODE_HEADING)
			heading = event == CMARK_EVENT_ENTER;
		if (!heading) {
			add_dense(out, buf_str(&part), part.len);
			buf_clear(&part);
		}
		if (spoken && is_said_apart(node))
			buf_addc(heading && type != CMARK_NODE_HEADING ? &part : out, MAY_STAND);
	}
	/* footnotes that nobody refers to */
	buf_addc(out, MAY_STAND);
	buf_free(&part);
	cmark_iter_free(it);
}

/* ---- what is there */

static struct doc *read_doc(const char *md, size_t len)
{
	struct doc *made = markdown_parse(md, len, 1, NULL), *doc;
	struct buf record = BUF_INIT;

	doc_encode(made, &record);
	doc_free(made);
	doc = doc_decode(record.data, record.len, false, NULL);
	buf_free(&record);
	return doc;
}

/* Told again without the program's own tables: UTF-8 in shortest form, no
 * controls, nothing that turns the direction of text. */
static bool is_clean(const unsigned char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		unsigned n = s[i] < 0x80 ? 1 : s[i] < 0xC2 ? 0 : s[i] < 0xE0 ? 2 : s[i] < 0xF0 ? 3 : s[i] < 0xF5 ? 4 : 0;
		uint32_t c = n == 1 ? s[i] : n ? s[i] & (0x7Fu >> n) : 0;

		if (!n || len - i < n)
			return false;
		for (unsigned k = 1; k < n; k++) {
			if ((s[i + k] & 0xC0) != 0x80)
				return false;
			c = c << 6 | (s[i + k] & 0x3Fu);
		}
		if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (n == 3 && c < 0x800) || (n == 4 && (c < 0x10000 || c > 0x10FFFF)) ||
		    (c >= 0xD800 && c < 0xE000) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
		    c == 0x2028 || c == 0x2029 || c == 0xFEFF || (c >= 0xE0000 && c < 0xE0080))
			return false;
		i += n;
	}
	return true;
}

static void check_line(unsigned w, const char *path, const struct page *page, const struct line *line, const char *text, size_t len)
{
	uint32_t cols = 0;

	for (uint32_t s = 0; s < line->spans; s++) {
		const struct span *span = page_span(page, line->span + s);

		cols += (uint32_t)width_str(page_text(page, span), span->len);
	}
	if (cols != line->cols)
		fail(w, path, "the line has another width than it says", text, len);
	if (cols > widths[w])
		fail(w, path, "the line is too wide", text, len);
	if (!is_clean((const unsigned char *)text, len) || !text_is_safe(text, len, false))
		fail(w, path, "the line is not clean", text, len);
}

/* What a page shows, gathered line by line. */
struct shown {
	unsigned w;
	const char *path;
	const struct doc *doc;
	struct buf text;     /* dense, in the order of the page; a table's cells one after another */
	struct buf made;     /* our own signs and words, dense */
	struct buf *cells;   /* of the open table, by block */
	uint32_t table;      /* its block; NONE */
	uint32_t cell;       /* in a table: the first cell of the last line */
	uint32_t beside;     /* in a table: the cell of the last span of this line */
	uint32_t *end;       /* by block: where the last span of it ended */
};

static uint32_t table_of(const struct doc *doc, uint32_t block)
{
	while (block != NONE && doc->blocks[block].kind != BLOCK_TABLE)
		block = doc->blocks[block].parent;
	return block;
}

/* The cells of a table in their order; in cards the header's words are our labels. */
static void close_table(struct shown *sh)
{
	uint32_t end = sh->table == NONE ? 0 : sh->doc->blocks[sh->table].end;

	for (uint32_t b = sh->table; b < end; b++) {
		const struct block *block = &sh->doc->blocks[b];
		struct buf label = BUF_INIT;

		if (block->kind == BLOCK_CELL && !sh->cells[b].len && (sh->doc->blocks[block->parent].flags & BLOCK_HEADER)) {
			add_dense(&label, sh->doc->text + block->text, block->text_len);
			if (label.len && sh->made.len && strstr(buf_str(&sh->made), buf_str(&label)))
				buf_add(&sh->text, label.data, label.len);
			buf_free(&label);
		}
		if (sh->cells[b].len)
			buf_add(&sh->text, sh->cells[b].data, sh->cells[b].len);
		buf_free(&sh->cells[b]);
	}
	buf_clear(&sh->made);
	sh->table = NONE;
}

/* The leaf block whose text a span is of. */
static uint32_t leaf_at(const struct doc *doc, uint32_t from, uint32_t at)
{
	uint32_t end = doc->blocks[from].end;

	for (uint32_t b = from; b < end; b++)
		if (doc->blocks[b].text_len && at >= doc->blocks[b].text && at < doc->blocks[b].text + doc->blocks[b].text_len)
			return b;
	return NONE;
}

static void show_span(struct shown *sh, const struct page *page, const struct line *line, const struct span *span, const char *text)
{
	uint32_t within = sh->table != NONE ? sh->doc->blocks[line->block].parent : line->block, block;

	if (span->made) {
		add_dense(&sh->made, page_text(page, span), span->len);
		return;
	}
	if (!span->len)
		return;
	block = leaf_at(sh->doc, within, span->at);
	if (sh->table != NONE && block < sh->beside)
		fail(sh->w, sh->path, "the cells are not beside each other in order", text, strlen(text));
	if (block == NONE || span->at < sh->end[block]) {
		fail(sh->w, sh->path, block == NONE ? "the text is of another block" : "the text is not in order", text, strlen(text));
		return;
	}
	sh->end[block] = span->at + span->len;
	sh->beside = block;
	add_dense(sh->table != NONE ? &sh->cells[block] : &sh->text, page_text(page, span), span->len);
}

static void show_line(struct shown *sh, const struct page *page, const struct line *line, const char *text)
{
	uint32_t table = table_of(sh->doc, line->block);

	if (table != sh->table) {
		close_table(sh);
		sh->table = table;
		sh->cell = table;
	}
	if (table != NONE && sh->doc->blocks[line->block].kind == BLOCK_CELL) {
		if (line->block < sh->cell)
			fail(sh->w, sh->path, "the cells are not in order", text, strlen(text));
		sh->cell = line->block;
	}
	sh->beside = 0;
	for (uint32_t s = 0; s < line->spans; s++)
		show_span(sh, page, line, page_span(page, line->span + s), text);
}

static void shown_text(unsigned w, const char *path, const struct doc *doc, struct buf *out)
{
	struct page_options o = { .width = widths[w], .urls = true, .fields = true, .cut_code = true };
	struct page *page = page_new(doc, &o);
	struct shown sh = { .w = w, .path = path, .doc = doc, .table = NONE };
	struct buf text = BUF_INIT;

	sh.cells = calloc(doc->nblocks, sizeof *sh.cells);
	sh.end = calloc(doc->nblocks, sizeof *sh.end);
	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	for (uint32_t i = 0; i < page_lines(page); i++) {
		buf_clear(&text);
		page_plain_line(page, i, &text);
		check_line(w, path, page, page_line(page, i), buf_str(&text), text.len);
		show_line(&sh, page, page_line(page, i), buf_str(&text));
	}
	close_table(&sh);
	*out = sh.text;
	free(sh.cells);
	free(sh.end);
	buf_free(&sh.made);
	buf_free(&text);
	page_free(page);
}

/* ---- one against the other */

/* The same, but where something may stand between: there as little as possible
 * is passed over.  A part that follows such a place has to come at once after
 * what it begins with. */
static void compare(unsigned w, const char *path, const struct buf *wanted, const struct buf *have)
{
	size_t at = 0, i = 0;
	bool may = false;

	while (i < wanted->len) {
		const char *part = wanted->data + i, *stop, *found;
		size_t n;

		if (*part == MAY_STAND) {
			may = true;
			i++;
			continue;
		}
		stop = memchr(part, MAY_STAND, wanted->len - i);
		n = stop ? (size_t)(stop - part) : wanted->len - i;
		found = have->len - at < n ? NULL : may ? memmem(have->data + at, have->len - at, part, n) : memcmp(have->data + at, part, n) ? NULL : have->data + at;
		if (!found) {
			size_t same = 0;

			while (!may && same < n && at + same < have->len && have->data[at + same] == part[same])
				same++;
			fail(w, path, "words are lost, added or out of order", part + same, wanted->len - i - same);
			return;
		}
		at = (size_t)(found - have->data) + n;
		may = false;
		i += n;
	}
	if (at < have->len && !may)
		fail(w, path, "words are added", have->data + at, have->len - at);
}

/* Marks of its own are no words: they have no letters, are the numbers of
 * footnotes, the boxes of tasks, or the attributes of a heading. */
static bool is_printed_word(const char *word, size_t len)
{
	if (strstr(word, "[^") || !strcmp(word, "[x]") || !strncmp(word, "{#", 2) || !strncmp(word, "{.", 2) ||
	    (word[0] == '.' && word[len - 1] == '}'))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)word[i] >= 0x80 || (word[i] >= 'a' && word[i] <= 'z') || (word[i] >= 'A' && word[i] <= 'Z'))
			return true;
	return false;
}

/* Without the signs that it puts around struck text and before bars. */
static size_t drop_signs(char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		if (s[i] != '~' && s[i] != '\\')
			s[n++] = s[i];
	s[n] = '\0';
	return n;
}

/* Every word of the library's printed form is there, in order. */
static void check_printed(unsigned w, const char *path, cmark_node *root, struct buf *have)
{
	char *printed = cmark_render_plaintext(root, CMARK_OPT_DEFAULT, 0);
	struct buf clean = BUF_INIT;
	size_t at = 0;

	text_clean(&clean, printed, strlen(printed), TEXT_RUNNING, NULL);
	if (have->len)
		have->len = drop_signs(have->data, have->len);
	for (char *word = clean.len ? strtok(clean.data, " \n") : NULL; word; word = strtok(NULL, " \n")) {
		size_t n = drop_signs(word, strlen(word));
		const char *found;

		if (!n || !is_printed_word(word, n))
			continue;
		found = have->len > at ? memmem(have->data + at, have->len - at, word, n) : NULL;
		if (found)
			at = (size_t)(found - have->data) + n;
		else
			fail(w, path, "a printed word is lost", word, n);
	}
	buf_free(&clean);
	free(printed);
}

static void check_width(unsigned w, const char *path, const struct doc *doc, cmark_node *root)
{
	struct buf have = BUF_INIT, wanted = BUF_INIT;

	wanted_text(root, false, &wanted);
	shown_text(w, path, doc, &have);
	compare(w, path, &wanted, &have);
	check_printed(w, path, root, &have);
	buf_free(&have);
	buf_free(&wanted);
}

/* Whether text has a line, a box or a bullet that the doc itself has not. */
static bool is_drawn(const struct buf *text, const struct doc *doc)
{
	static const char *const signs[] = { "\xe2\x94", "\xe2\x95", "\xe2\x96", "\xe2\x97", "\xe2\x80\xa2", "\xc2\xb7" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strstr(buf_str(text), signs[i]) && !strstr(doc->text, signs[i]) && !memmem(doc->strings, doc->strings_len, signs[i], strlen(signs[i])))
			return true;
	return false;
}

static void check_speech(const char *path, const struct doc *doc, cmark_node *root)
{
	struct speech *speech = speech_new(doc, "");
	struct buf text = BUF_INIT, lines = BUF_INIT, have = BUF_INIT, wanted = BUF_INIT;

	for (uint32_t n = 0; n < speech_steps(speech); n++) {
		size_t start = text.len;

		speech_say(speech, n, &text);
		if (text.len == start || text.data[text.len - 1] != '\n')
			fail(SPEECH, path, "a step says nothing", "", 0);
		if (speech_step_of(speech, speech_block(speech, n)) != n)
			fail(SPEECH, path, "a step is not where its block is", buf_str(&text) + start, text.len - start);
	}
	speech_wrap(buf_str(&text), text.len, widths[0], &lines);
	if (is_drawn(&lines, doc))
		fail(SPEECH, path, "something is drawn", "", 0);
	add_dense(&have, buf_str(&lines), lines.len);
	for (const char *s = buf_str(&lines), *lf; (lf = strchr(s, '\n')); s = lf + 1) {
		size_t len = (size_t)(lf - s);

		if (width_str(s, len) > widths[0])
			fail(SPEECH, path, "the line is too wide", s, len);
		if (!is_clean((const unsigned char *)s, len) || !text_is_safe(s, len, false))
			fail(SPEECH, path, "the line is not clean", s, len);
	}
	wanted_text(root, true, &wanted);
	compare(SPEECH, path, &wanted, &have);
	speech_free(speech);
	buf_free(&text);
	buf_free(&lines);
	buf_free(&have);
	buf_free(&wanted);
}

static void check_markdown(const char *path, const char *md, size_t len)
{
	struct meta_block block;
	size_t body = meta_split(md, len, &block);
	struct doc *doc = read_doc(md + body, len - body);
	cmark_node *root = parse(md + body, len - body);

	files++;
	if (!doc)
		fail(0, path, "the record is refused", "", 0);
	for (unsigned w = 0; doc && w < WIDTHS; w++)
		check_width(w, path, doc, root);
	if (doc)
		check_speech(path, doc, root);
	doc_free(doc);
	cmark_node_free(root);
}

static int check_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t got;
	char *md;
	FILE *f;

	(void)ftw;
	if (type != FTW_F || !name_is_markdown(path) || st->st_size > DOC_PARSE_MAX || !(f = fopen(path, "rb")))
		return 0;
	md = malloc((size_t)st->st_size + 1);
	got = fread(md, 1, (size_t)st->st_size, f);
	fclose(f);
	check_markdown(path, md, got);
	free(md);
	return 0;
}

static void check_folder(const char *folder, unsigned *test)
{
	files = 0;
	memset(failures, 0, sizeof failures);
	if (nftw(folder, check_file, 16, FTW_PHYS) || !files)
		printf("# %s: no Markdown there\n", folder);
	for (unsigned w = 0; w < WIDTHS; w++)
		printf("%s %u - every word of %u files in %s is on the page at %u columns\n",
			files && !failures[w] ? "ok" : "not ok", ++*test, files, folder, (unsigned)widths[w]);
	printf("%s %u - every word of %u files in %s is said in linear mode, and nothing is drawn\n", files && !failures[SPEECH] ? "ok" : "not ok", ++*test, files, folder);
}

int main(int argc, char **argv)
{
	static const char *const own[] = { "bundles", "tests/golden" };
	const char *top = getenv("top_srcdir");
	unsigned test = 0;
	struct buf path = BUF_INIT;

	cmark_gfm_core_extensions_ensure_registered();
	printf("1..%u\n", (unsigned)(argc > 1 ? (size_t)argc - 1 : sizeof own / sizeof *own) * CHECKS);
	for (int i = 1; i < argc; i++)
		check_folder(argv[i], &test);
	for (size_t i = 0; argc < 2 && i < sizeof own / sizeof *own; i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%s", top ? top : ".", own[i]);
		check_folder(buf_str(&path), &test);
	}
	buf_free(&path);
	return 0;
}
