/* The cited reports for programs that keep references: BibTeX and RIS. */
#include <config.h>

#include <string.h>

#include "reader/export_parts.h"

/* ---- BibTeX: braces count even behind a backslash, so they become words */

static void bib_text(struct buf *out, const char *value)
{
	static const struct { char c; const char *instead; } words[] = {
		{ '\\', "\\textbackslash{}" }, { '{', "\\textbraceleft{}" }, { '}', "\\textbraceright{}" }, { '~', "\\textasciitilde{}" },
		{ '^', "\\textasciicircum{}" }, { '<', "\\textless{}" }, { '>', "\\textgreater{}" }, { '|', "\\textbar{}" }, { '\n', " " },
		{ '&', "\\&" }, { '%', "\\%" }, { '$', "\\$" }, { '#', "\\#" }, { '_', "\\_" },
	};

	struct buf keep = BUF_INIT;

	for (const char *s = export_safe(value, &keep); *s; s++) {
		size_t i = 0;

		while (i < sizeof words / sizeof *words && words[i].c != *s)
			i++;
		if (i < sizeof words / sizeof *words)
			buf_adds(out, words[i].instead);
		else
			buf_addc(out, *s);
	}
	buf_free(&keep);
}

/* Twice in braces: a name is not taken apart, a title keeps its capitals. */
static void bib_field(struct buf *out, const char *name, const char *value, bool whole)
{
	if (!*value)
		return;
	buf_addf(out, "  %s = %s", name, whole ? "{{" : "{");
	bib_text(out, value);
	buf_adds(out, whole ? "}},\n" : "},\n");
}

/* An address is taken as it stands; what would end the field early is percent-encoded. */
static void bib_url(struct buf *out, const char *value)
{
	struct buf keep = BUF_INIT;

	if (!*value)
		return;
	buf_adds(out, "  url = {");
	for (const char *url = export_safe(value, &keep); *url; url++)
		if (strchr("{}\\<>\" \n", *url))
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)*url);
		else
			buf_addc(out, *url);
	buf_adds(out, "},\n");
	buf_free(&keep);
}

static void bib_date(struct buf *out, const char *date)
{
	unsigned parts[3];
	int n = export_date(date, parts);

	if (n)
		buf_addf(out, "  year = {%04u},\n", parts[0]);
	if (n > 1)
		buf_addf(out, "  month = {%u},\n", parts[1]);
	if (n > 2)
		buf_addf(out, "  day = {%u},\n", parts[2]);
}

static const char *author_of(const struct cited *c)
{
	return *cited_value(c, "author") ? cited_value(c, "author") : cited_by(c);
}

void export_bibtex(struct exporting *x)
{
	size_t n;
	struct export_source *sources = export_sources(x, &n);

	for (size_t i = 0; i < n; i++) {
		const struct cited *c = sources[i].cited;

		buf_addf(x->out, "%s@techreport{%s,\n", i ? "\n" : "", sources[i].key);
		bib_field(x->out, "author", author_of(c), true);
		bib_field(x->out, "title", c->title, true);
		bib_field(x->out, "institution", cited_by(c), true);
		bib_field(x->out, "type", cited_kind(c), true);
		bib_field(x->out, "number", cited_symbol(c), false);
		bib_date(x->out, cited_value(c, "date"));
		bib_url(x->out, cited_value(c, "url"));
		bib_field(x->out, "language", c->lang, false);
		bib_field(x->out, "note", buf_str(&sources[i].remark), false);
		buf_adds(x->out, "}\n");
	}
	export_sources_free(sources, n);
}

/* ---- RIS: a line each, ended by CR LF */

static void ris_line(struct buf *out, const char *tag, const char *value)
{
	struct buf keep = BUF_INIT;

	if (!*value)
		return;
	buf_addf(out, "%s  - ", tag);
	for (const char *s = export_safe(value, &keep); *s; s++)
		buf_addc(out, *s == '\n' ? ' ' : *s);
	buf_adds(out, "\r\n");
	buf_free(&keep);
}

static void ris_date(struct buf *out, const char *date)
{
	unsigned parts[3];
	int n = export_date(date, parts);

	if (!n)
		return;
	buf_addf(out, "PY  - %04u\r\nDA  - %04u/", parts[0], parts[0]);
	if (n > 1)
		buf_addf(out, "%02u", parts[1]);
	buf_addc(out, '/');
	if (n > 2)
		buf_addf(out, "%02u", parts[2]);
	buf_adds(out, "/\r\n");
}

void export_ris(struct exporting *x)
{
	size_t n;
	struct export_source *sources = export_sources(x, &n);

	for (size_t i = 0; i < n; i++) {
		const struct cited *c = sources[i].cited;

		buf_adds(x->out, "TY  - RPRT\r\n");
		ris_line(x->out, "ID", sources[i].key);
		ris_line(x->out, "AU", author_of(c));
		ris_line(x->out, "TI", c->title);
		ris_line(x->out, "PB", cited_by(c));
		ris_line(x->out, "M3", cited_kind(c));
		ris_line(x->out, "SN", cited_symbol(c));
		ris_date(x->out, cited_value(c, "date"));
		ris_line(x->out, "UR", cited_value(c, "url"));
		ris_line(x->out, "LA", c->lang);
		ris_line(x->out, "N1", buf_str(&sources[i].remark));
		buf_adds(x->out, "ER  - \r\n\r\n");
	}
	export_sources_free(sources, n);
}
