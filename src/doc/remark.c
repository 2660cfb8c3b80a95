/* What is lost of raw HTML when only its text is shown. */
#include <config.h>

#include <string.h>

#include "doc/build.h"
#include "doc/html.h"

/* Elements that show, hold or do something that text does not. */
static const char *const lost[] = {
	"table", "iframe", "video", "audio", "object", "embed", "script", "style", "form", "input", "button", "select", "textarea",
	"svg", "canvas", "math", "sup", "sub", "ruby", "map", "applet", "frameset", "marquee", "ol",
};
/* Elements that Markdown has a sign for, or that only colour. */
static const char *const styles[] = {
	"b", "strong", "i", "em", "s", "strike", "del", "ins", "u", "font", "mark", "code", "tt", "big", "small", "blockquote", "pre",
	"h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "dl",
};

static const char *name_of(const char *const *names, size_t n, const char *tag, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (html_is_tag(tag, len, names[i]))
			return names[i];
	return NULL;
}

static void remark_tag(struct build *b, const char *tag, size_t len, uint32_t line)
{
	const char *name, *value;
	size_t n;

	if (html_is_tag(tag, len, "img")) {
		if (html_attr(tag, len, "alt", &value, &n) && n)
			return;
		if (!html_attr(tag, len, "src", &value, &n))
			n = 0;
		build_remark(b, REMARK_PICTURE, line, value, n);
	} else if (html_is_tag(tag, len, "a")) {
		if (html_attr(tag, len, "href", &value, &n) && n)
			build_remark(b, REMARK_HTML_LINK, line, value, n);
	} else if ((name = name_of(lost, sizeof lost / sizeof *lost, tag, len)) != NULL) {
		build_remark(b, REMARK_HTML, line, name, strlen(name));
	} else if ((name = name_of(styles, sizeof styles / sizeof *styles, tag, len)) != NULL) {
		build_remark(b, REMARK_HTML_STYLE, line, name, strlen(name));
	}
}

void build_html_remarks(struct build *b, const char *html, size_t len, uint32_t line)
{
	size_t at = 0, tag_len;
	const char *tag, *counted = html;

	while (b->doc->nremarks < DOC_REMARKS_MAX && html_tag(html, len, &at, &tag, &tag_len)) {
		while ((counted = memchr(counted, '\n', (size_t)(tag - counted))) != NULL) {
			counted++;
			line += line > 0;
		}
		counted = tag;
		remark_tag(b, tag, tag_len, line);
	}
}
