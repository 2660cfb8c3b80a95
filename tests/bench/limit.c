/* What one process needs at least for `qorjyn cat`: libarchive takes a member
 * out of an archive, cmark-gfm parses it, its text is wrapped and printed.  No
 * worker, no checks, no widths, no lists: the yardstick of the benchmark.
 *
 *	limit ARCHIVE MEMBER */
#include <config.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, PART = 64 << 10 };

static _Noreturn void give_up(const char *why)
{
	fprintf(stderr, "limit: %s\n", why);
	exit(2);
}

/* The member's bytes into the parser, as they come. */
static void feed(struct archive *a, cmark_parser *parser)
{
	char *part = malloc(PART);
	la_ssize_t n = 0;

	while (part && (n = archive_read_data(a, part, PART)) > 0)
		cmark_parser_feed(parser, part, (size_t)n);
	if (!part || n < 0)
		give_up("the member cannot be read");
	free(part);
}

static cmark_node *parse(const char *path, const char *member)
{
	static const char *const names[] = { "table", "strikethrough", "autolink", "tasklist" };
	struct archive *a = archive_read_new();
	struct archive_entry *entry;
	cmark_parser *parser;
	cmark_node *root;
	bool found = false;

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
	archive_read_support_format_tar(a);
	archive_read_support_format_zip(a);
	archive_read_support_filter_zstd(a);
	if (archive_read_open_filename(a, path, PART) != ARCHIVE_OK)
		give_up("the archive cannot be opened");
	/* a solid archive has to be read to its end in any case */
	while (archive_read_next_header(a, &entry) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(entry);

		if (!found && name && !strcmp(name, member)) {
			feed(a, parser);
			found = true;
		}
	}
	archive_read_free(a);
	if (!found)
		give_up("there is no such member");
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

/* Prints a paragraph's words; a character is a column. */
static void wrap(const char *text, size_t len, size_t *col)
{
	for (size_t i = 0; i < len;) {
		size_t start, cols = 0;

		while (i < len && (text[i] == ' ' || text[i] == '\n'))
			i++;
		for (start = i; i < len && text[i] != ' ' && text[i] != '\n'; i++)
			cols += (text[i] & 0xC0) != 0x80;
		if (i == start)
			break;
		if (*col && *col + 1 + cols > WIDTH) {
			putchar_unlocked('\n');
			*col = 0;
		} else if (*col) {
			putchar_unlocked(' ');
			++*col;
		}
		fwrite(text + start, 1, i - start, stdout);
		*col += cols;
	}
}

static bool is_text_block(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK && type != CMARK_NODE_DOCUMENT;
}

static void print(cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	size_t col = 0;

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		const char *text = cmark_node_get_literal(node);

		if (cmark_iter_get_event_type(iter) == CMARK_EVENT_EXIT && is_text_block(node) && col) {
			fputs("\n\n", stdout);
			col = 0;
		}
		if (text)
			wrap(text, strlen(text), &col);
	}
	cmark_iter_free(iter);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		give_up("usage: limit ARCHIVE MEMBER");
	print(parse(argv[1], argv[2]));
	return fflush(stdout) ? 2 : 0;
}
