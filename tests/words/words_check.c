/* Words: what cmark-gfm itself reads in a Markdown file stands on our page, in
 * order and printable, at a wide and at a narrow width.
 *
 * The same for what linear mode says of it.
 *
 *   words_check [FOLDER...]     without folders: the project's own Markdown
 *
 * Its plain text is its text and code nodes; they are taken here one by one,
 * because the printed form adds list numbers and table bars of its own. */
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

/* Without white space and table bars, which a page may put anywhere. */
static void add_dense(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == ' ' || s[i] == '\n')
			continue;
		if (len - i >= 3 && !memcmp(s + i, "\xe2\x94\x82", 3))
			i += 2;
		else
			buf_addc(out, s[i]);
	}
}

/* ---- what is wanted: words, LF after each */

static void add_words(struct buf *out, const char *s)
{
	struct buf clean = BUF_INIT;

	text_clean(&clean, s, strlen(s), TEXT_RUNNING, NULL);
	for (size_t i = 0; i < clean.len; i++)
		buf_addc(out, clean.data[i] == ' ' ? '\n' : clean.data[i]);
	buf_free(&clean);
}

/* "{#anchor .class}" at the end of a heading is not text. */
static void cut_attributes(struct buf *out, size_t start)
{
	size_t open = out->len;

	while (open > start && out->data[open - 1] != '{')
		open--;
	if (open > start && out->data[out->len - 1] == '}' && (out->data[open] == '#' || out->data[open] == '.'))
		out->len = open - 1;
}

/* Speech puts words of its own around these. */
static bool is_said_apart(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_IMAGE || !strcmp(cmark_node_get_type_string(node), "strikethrough");
}

static void wanted_words(const char *md, size_t len, bool spoken, struct buf *out)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
	cmark_event_type event;
	size_t heading = 0;
	cmark_node *root;
	cmark_iter *it;

	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
	cmark_parser_feed(parser, md, len);
	root = cmark_parser_finish(parser);
	it = cmark_iter_new(root);
	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(node);

		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK)
			add_words(out, cmark_node_get_literal(node));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_HTML_INLINE ||
			type == CMARK_NODE_FOOTNOTE_REFERENCE)
			buf_addc(out, '\n'); /* the last two put text of ours there */
		if (spoken && is_said_apart(node))
			buf_addc(out, '\n');
		if (type == CMARK_NODE_HEADING && event == CMARK_EVENT_ENTER)
			heading = out->len;
		if (type == CMARK_NODE_HEADING && event == CMARK_EVENT_EXIT)
			cut_attributes(out, heading);
		if (type < CMARK_NODE_TEXT || type > CMARK_NODE_FOOTNOTE_REFERENCE)
			buf_addc(out, '\n');
	}
	cmark_iter_free(it);
	cmark_node_free(root);
	cmark_parser_free(parser);
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

static void check_line(unsigned w, const char *path, const struct page *page, const struct line *line, const char *text, size_t len)
{
	uint32_t cols = 0;

	for (uint32_t s = 0; s < line->spans; s++) {
		const struct span *span = page_span(page, line->span + s);

		cols += (uint32_t)width_str(page_text(page, span), span->len);
	}
	if (cols != line->cols)
		fail(w, path, "the line has another width than it says", text, len);
	if (cols > widths[w] && !(line->flags & LINE_CODE))
		fail(w, path, "the line is too wide", text, len);
	if (!text_is_safe(text, len, false))
		fail(w, path, "the line is not clean", text, len);
}

/* The doc's text as far as it is shown; our own signs go into made. */
static void shown_words(unsigned w, const char *path, const struct doc *doc, struct buf *out, struct buf *made)
{
	struct page_options o = { .width = widths[w], .urls = true, .fields = true };
	struct page *page = page_new(doc, &o);
	char *seen = calloc(doc->text_len + 1, 1);
	struct buf text = BUF_INIT;
	uint32_t end = 0;

	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	for (uint32_t i = 0; i < page_lines(page); i++) {
		const struct line *line = page_line(page, i);
		bool in_table = doc->blocks[line->block].kind == BLOCK_CELL;

		buf_clear(&text);
		page_plain_line(page, i, &text);
		check_line(w, path, page, line, buf_str(&text), text.len);
		for (uint32_t s = 0; s < line->spans; s++) {
			const struct span *span = page_span(page, line->span + s);

			if (span->made) {
				add_dense(made, page_text(page, span), span->len);
				continue;
			}
			if (!in_table && span->at < end)
				fail(w, path, "the text is not in order", buf_str(&text), text.len);
			end = span->at + span->len;
			memset(seen + span->at, 1, span->len);
		}
	}
	for (uint32_t b = 0; b < doc->nblocks; b++) {
		const struct block *block = &doc->blocks[b];
		struct buf whole = BUF_INIT;
		bool header = block->kind == BLOCK_CELL && (doc->blocks[block->parent].flags & BLOCK_HEADER);

		/* in cards the header's words are our labels */
		add_dense(&whole, doc->text + block->text, block->text_len);
		if (header && whole.len && made->len && strstr(buf_str(made), buf_str(&whole)))
			memset(seen + block->text, 1, block->text_len);
		buf_free(&whole);
	}
	for (uint32_t i = 0; i < doc->text_len; i++)
		if (seen[i])
			add_dense(out, doc->text + i, 1);
	free(seen);
	buf_free(&text);
	page_free(page);
}

static void check_order(unsigned w, const char *path, const struct buf *have, const struct buf *wanted)
{
	size_t at = 0;

	for (size_t i = 0; i < wanted->len;) {
		const char *lf = memchr(wanted->data + i, '\n', wanted->len - i), *found;
		size_t n = lf ? (size_t)(lf - wanted->data) - i : wanted->len - i;

		if (n) {
			found = have->len > at ? memmem(have->data + at, have->len - at, wanted->data + i, n) : NULL;
			if (found)
				at = (size_t)(found - have->data) + n;
			else
				fail(w, path, "a word is lost", wanted->data + i, wanted->len - i);
		}
		i += n + 1;
	}
}

static void check_width(unsigned w, const char *path, const struct doc *doc, const struct buf *wanted)
{
	struct buf have = BUF_INIT, made = BUF_INIT;

	shown_words(w, path, doc, &have, &made);
	check_order(w, path, &have, wanted);
	buf_free(&have);
	buf_free(&made);
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

static void check_speech(const char *path, const struct doc *doc, const struct buf *wanted)
{
	struct speech *speech = speech_new(doc, "");
	struct buf text = BUF_INIT, lines = BUF_INIT, have = BUF_INIT;

	for (uint32_t n = 0; n < speech_steps(speech); n++) {
		size_t start = text.len;

		speech_say(speech, n, &text);
		if (text.len == start || text.data[text.len - 1] != '\n')
			fail(SPEECH, path, "a step says nothing", "", 0);
		if (speech_step_of(speech, speech_block(speech, n)) != n)
			fail(SPEECH, path, "a step is not where its block is", buf_str(&text) + start, text.len - start);
	}
	speech_wrap(buf_str(&text), text.len, widths[0], &lines);
	if (!text_is_safe(buf_str(&lines), lines.len, true))
		fail(SPEECH, path, "the words are not clean", "", 0);
	if (is_drawn(&lines, doc))
		fail(SPEECH, path, "something is drawn", "", 0);
	add_dense(&have, buf_str(&lines), lines.len);
	for (const char *s = buf_str(&lines), *lf; (lf = strchr(s, '\n')); s = lf + 1)
		if (width_str(s, (size_t)(lf - s)) > widths[0])
			fail(SPEECH, path, "the line is too wide", s, (size_t)(lf - s));
	check_order(SPEECH, path, &have, wanted);
	speech_free(speech);
	buf_free(&text);
	buf_free(&lines);
	buf_free(&have);
}

/* The words of cmark-gfm, without the table bars that add_dense() leaves out. */
static void wanted_dense(const char *md, size_t len, bool spoken, struct buf *out)
{
	struct buf bars = BUF_INIT;

	wanted_words(md, len, spoken, &bars);
	for (size_t i = 0; i < bars.len; i++)
		if (bars.len - i >= 3 && !memcmp(bars.data + i, "\xe2\x94\x82", 3))
			i += 2;
		else
			buf_addc(out, bars.data[i]);
	buf_free(&bars);
}

static void check_markdown(const char *path, const char *md, size_t len)
{
	struct buf wanted = BUF_INIT, spoken = BUF_INIT;
	const char *yaml;
	size_t yaml_len;
	uint32_t line;
	size_t body = meta_split(md, len, &yaml, &yaml_len, &line);
	struct doc *doc = read_doc(md + body, len - body);

	files++;
	wanted_dense(md + body, len - body, false, &wanted);
	wanted_dense(md + body, len - body, true, &spoken);
	if (!doc)
		fail(0, path, "the record is refused", "", 0);
	for (unsigned w = 0; doc && w < WIDTHS; w++)
		check_width(w, path, doc, &wanted);
	if (doc)
		check_speech(path, doc, &spoken);
	doc_free(doc);
	buf_free(&wanted);
	buf_free(&spoken);
}

static int check_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t n = strlen(path), got;
	char *md;
	FILE *f;

	(void)ftw;
	if (type != FTW_F || n < 4 || strcmp(path + n - 3, ".md") || st->st_size > DOC_PARSE_MAX || !(f = fopen(path, "rb")))
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
	printf("%s %u - every word of %u files in %s is said in linear mode, and nothing is drawn\n",
		files && !failures[SPEECH] ? "ok" : "not ok", ++*test, files, folder);
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
