/* Raw HTML in Markdown: its text is shown, <br> breaks, comments are hidden. */
#ifndef QORJYN_DOC_HTML_H
#define QORJYN_DOC_HTML_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends the visible text of an HTML literal: tags dropped, <br>, </p>, </div>,
 * </li>, </tr> and headings' ends as LF, named and numeric references decoded,
 * pictures as their alternative text, the contents of script, style and comments
 * dropped.  White space is one space, but in <pre>.  What is opened and never
 * closed hides nothing: it is shown as it stands.  Linear. */
void html_text(struct buf *out, const char *html, size_t len);
/* Appends what stands between tags, references decoded: as html_text() but with nothing put in for tags or pictures. */
void html_words(struct buf *out, const char *html, size_t len);
/* Appends s with its references (&quot; &#39; &#x4e00; ...) decoded. */
void html_decode(struct buf *out, const char *s, size_t len);
/* Whether the tag at html ("<br />") has this name (lower case). */
bool html_is_tag(const char *html, size_t len, const char *name);
/* The value of an attribute (name in lower case) of the tag at html, not
 * decoded.  False when the tag has none. */
bool html_attr(const char *html, size_t len, const char *name, const char **value, size_t *value_len);
/* The next whole comment at or after *at; *at is moved behind it. */
bool html_comment(const char *html, size_t len, size_t *at, const char **comment, size_t *comment_len);
/* The next opening tag at or after *at, for looking at its attributes. */
bool html_tag(const char *html, size_t len, size_t *at, const char **tag, size_t *tag_len);

#endif
