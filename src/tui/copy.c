#include <config.h>

#include "tui/copy.h"

#include <string.h>

#include "base/i18n.h"
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
