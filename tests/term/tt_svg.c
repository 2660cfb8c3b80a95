/* cells to SVG: one rectangle a run of equal background, one <text> a cell, so
 * the grid holds whatever font the viewer has. */
#include <config.h>

#include "term/tt.h"
#include <string.h>

#define LIGHT "#f0f0f0"
#define DARK "#181818"

enum { CW = 9, CH = 18, PAD = 6 };

static void rgb(struct tt *t, VTermColor c, bool fg, bool light, char out[8])
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c)) {
		strcpy(out, fg != light ? LIGHT : DARK);
		return;
	}
	vterm_screen_convert_color_to_rgb(tt_screen(t), &c);
	snprintf(out, 8, "#%02x%02x%02x", c.rgb.red, c.rgb.green, c.rgb.blue);
}
static void colours(struct tt *t, const VTermScreenCell *k, bool light, char fg[8], char bg[8])
{
	rgb(t, k->fg, true, light, fg);
	rgb(t, k->bg, false, light, bg);
	if (k->attrs.reverse) {
		char x[8];
		memcpy(x, fg, 8);
		memcpy(fg, bg, 8);
		memcpy(bg, x, 8);
	}
}
static void put(FILE *f, uint32_t c)
{
	if (c == '<')
		fputs("&lt;", f);
	else if (c == '>')
		fputs("&gt;", f);
	else if (c == '&')
		fputs("&amp;", f);
	else if (c < 32)
		fputc('?', f);
	else
		fprintf(f, "&#%u;", c);
}
bool tt_svg(struct tt *t, const char *path, bool light)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return false;
	int R, C;
	tt_size(t, &R, &C);
	fprintf(f,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">\n"
		"<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n"
		"<g font-family=\"'DejaVu Sans Mono','Noto Sans Mono','Noto Sans Mono CJK SC','Unifont',monospace\" "
		"font-size=\"15\" xml:space=\"preserve\">\n",
		C * CW + 2 * PAD, R * CH + 2 * PAD, light ? LIGHT : DARK);
	for (int r = 0; r < R; r++)
		for (int c = 0; c < C;) {
			VTermScreenCell k;
			char fg[8], bg[8], fg2[8], bg2[8];
			if (!tt_cell(t, r, c, &k))
				break;
			colours(t, &k, light, fg, bg);
			int from = c;
			do {
				c += k.width > 1 ? k.width : 1;
				if (c >= C || !tt_cell(t, r, c, &k))
					break;
				colours(t, &k, light, fg2, bg2);
			} while (!strcmp(bg, bg2));
			if (strcmp(bg, light ? LIGHT : DARK))
				fprintf(f, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
					PAD + from * CW, PAD + r * CH, (c - from) * CW, CH, bg);
		}
	for (int r = 0; r < R; r++)
		for (int c = 0; c < C;) {
			VTermScreenCell k;
			char fg[8], bg[8];
			if (!tt_cell(t, r, c, &k))
				break;
			int w = k.width > 1 ? k.width : 1, x = PAD + c * CW, y = PAD + r * CH;
			colours(t, &k, light, fg, bg);
			if (k.chars[0] && k.chars[0] != ' ' && k.chars[0] != (uint32_t)-1) {
				fprintf(f, "<text x=\"%d\" y=\"%d\" fill=\"%s\"%s%s>", x, y + 14, fg,
					k.attrs.bold ? " font-weight=\"bold\"" : "",
					k.attrs.italic ? " font-style=\"italic\"" : "");
				for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && k.chars[i]; i++)
					put(f, k.chars[i]);
				fputs("</text>\n", f);
			}
			if (k.attrs.underline)
				fprintf(f, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\" fill=\"%s\"/>\n", x,
					y + 16, w * CW, fg);
			if (k.attrs.strike)
				fprintf(f, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\" fill=\"%s\"/>\n", x,
					y + 9, w * CW, fg);
			c += w;
		}
	int r, c;
	bool v;
	tt_cursor(t, &r, &c, &v);
	if (v)
		fprintf(f, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#ffb000\"/>\n",
			PAD + c * CW, PAD + r * CH, CW, CH);
	fputs("</g></svg>\n", f);
	return fclose(f) == 0;
}
