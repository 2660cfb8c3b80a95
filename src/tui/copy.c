#include <config.h>

#include "tui/copy.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "reader/export.h"
#include "tui/app.h"
#include "tui/term.h"

void copy_address(struct app *app, const char *address)
{
	if (app->linear)
		app_say(app, false, _("The address is: %s"), address);
	else if (term_copy(address, strlen(address)))
		app_say(app, false, _("Copied, if the terminal allows it (OSC 52): %s"), address);
	else
		app_say(app, true, _("This terminal takes no text for the clipboard. The address is: %s"), address);
}

void copy_quotation(struct app *app, const struct rec_entry *e)
{
	struct buf quotation = BUF_INIT;

	if (!e || !*e->text) {
		app_say(app, false, "%s", _("There is nothing here to copy."));
		return;
	}
	export_quotation(e, CITE_UN, &quotation);
	if (app->linear)
		app_say(app, false, "%s", buf_str(&quotation));
	else if (term_copy(buf_str(&quotation), quotation.len))
		app_say(app, false, _("Copied with its citation, if the terminal allows it (OSC 52): %s"), buf_str(&quotation));
	else
		app_say(app, true, _("This terminal takes no text for the clipboard. To be cited: %s"), e->citation);
	buf_free(&quotation);
}
