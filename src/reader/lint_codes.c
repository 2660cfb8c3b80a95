/* The table of all codes: the manual's table says the same. */
#include <config.h>

#include "base/i18n.h"
#include "reader/lint.h"

const char *const lint_severity_names[LINT_SEVERITIES] = { "advice", "warning", "error" };

const char *lint_severity_label(enum lint_severity severity)
{
	static const char *const labels[LINT_SEVERITIES] = { N_("advice"), N_("warning"), N_("error") };

	return tr(labels[severity]);
}

const struct lint_rule lint_rules[LINT_CODES] = {
	[LINT_UNREADABLE] = { "unreadable", LINT_ERROR, N_("The bundle cannot be read.") },
	[LINT_DAMAGED] = { "damaged", LINT_ERROR, N_("The bundle or a file in it is damaged.") },
	[LINT_NO_REPORTS] = { "no-reports", LINT_ERROR, N_("There are no reports: files whose names end in .md or .markdown.") },
	[LINT_TOO_MANY] = { "too-many", LINT_ERROR, N_("The bundle has more files than are listed.") },
	[LINT_TOO_LARGE] = { "too-large", LINT_ERROR, N_("A file, or all reports together, are too large.") },
	[LINT_TOO_SLOW] = { "too-slow", LINT_ERROR, N_("Reading needs more time or memory than is allowed.") },
	[LINT_NOT_REGULAR] = { "not-regular", LINT_WARNING, N_("A link or a device is in the place of a file and is not shown: put the file itself there.") },
	[LINT_TWICE] = { "twice", LINT_ERROR, N_("There is another file of this name, or another text of the same report in this language: rename one.") },
	[LINT_FILE_MISSING] = { "file-missing", LINT_ERROR, N_("bundle.yaml lists this file, but it is not there.") },
	[LINT_FILE_DIFFERS] = { "file-differs", LINT_ERROR, N_("The file is not the one that bundle.yaml lists: it was changed, or is damaged.") },

	[LINT_NAME_UNUSABLE] = { "name-unusable", LINT_ERROR, N_("A name cannot be used.") },
	[LINT_NAME_HIDDEN] = { "name-hidden", LINT_ERROR, N_("The name has characters that nobody sees, written out here: rename it.") },
	[LINT_NAME_MIXED] = { "name-mixed", LINT_WARNING, N_("In \"%s\" letters of two scripts look alike: write it in one script.") },
	[LINT_NAME_ALIKE] = { "name-alike", LINT_WARNING, N_("The name looks like that of %s: rename one of them.") },
	[LINT_NAME_CASE] = { "name-case", LINT_WARNING, N_("The folder differs from %s only in case: on many sticks they are one.") },
	[LINT_NAME_RESERVED] = { "name-reserved", LINT_WARNING, N_("\"%s\" is the name of a device in Windows: the file cannot be stored there.") },
	[LINT_NAME_CHARACTER] = { "name-character", LINT_WARNING, N_("The sign %s cannot stand in names on sticks (FAT) and in Windows.") },
	[LINT_NAME_ENDING] = { "name-ending", LINT_WARNING, N_("\"%s\" ends in a dot or a space, which Windows drops.") },
	[LINT_NAME_LONG] = { "name-long", LINT_WARNING, N_("The name is longer than many systems can store.") },
	[LINT_NAME_NFC] = { "name-nfc", LINT_WARNING, N_("The name has letters in parts (not NFC): links to it may miss it.") },

	[LINT_MANIFEST_BROKEN] = { "manifest-broken", LINT_ERROR, N_("bundle.yaml is not in order here: names and headings are used instead.") },
	[LINT_MANIFEST_VERSION] = { "manifest-version", LINT_ERROR, N_("bundle.yaml does not say what it is made for: it needs a line \"qorjyn: 1\".") },
	[LINT_MANIFEST_NEWER] = { "manifest-newer", LINT_WARNING, N_("bundle.yaml is made for a newer qorjyn: not all of it is understood.") },
	[LINT_MANIFEST_MISSING] = { "manifest-missing", LINT_ADVICE, N_("There is no bundle.yaml: nobody can tell one edition from another.") },
	[LINT_MANIFEST_KEY] = { "manifest-key", LINT_ADVICE, N_("The key \"%s\" means nothing in bundle.yaml: is it written right?") },
	[LINT_MANIFEST_VALUE] = { "manifest-value", LINT_WARNING, N_("The value of \"%s\" is not what this key takes, and is not used.") },
	[LINT_MANIFEST_ORDER] = { "manifest-order", LINT_WARNING, N_("bundle.yaml puts \"%s\" in order, but there is no such report.") },
	[LINT_SERIES_MISSING] = { "series-missing", LINT_WARNING, N_("bundle.yaml has no id: notes are lost when the file is renamed.") },
	[LINT_SERIES_FORM] = { "series-form", LINT_ERROR, N_("The id \"%s\" of the series may have letters, digits and -._ only.") },
	[LINT_EDITION_MISSING] = { "edition-missing", LINT_WARNING, N_("bundle.yaml has no edition: nobody can tell which is newer.") },
	[LINT_EDITION_FORM] = { "edition-form", LINT_WARNING, N_("The edition \"%s\" does not sort as dates and numbers do: write it as 2024-03, 2024-03-01 or a number.") },
	[LINT_BUNDLE_TITLE] = { "bundle-title", LINT_WARNING, N_("bundle.yaml has no title: the file's name is shown.") },
	[LINT_PUBLISHER_MISSING] = { "publisher-missing", LINT_ADVICE, N_("bundle.yaml names no publisher.") },
	[LINT_LANG_NO_REPORT] = { "lang-no-report", LINT_ADVICE, N_("bundle.yaml has a title in \"%s\", but no report is in that language.") },

	[LINT_FRONT_BROKEN] = { "front-broken", LINT_ERROR, N_("The front matter is not in order here: its values are guessed line by line.") },
	[LINT_FRONT_KEY] = { "front-key", LINT_ADVICE, N_("The key \"%s\" means nothing in front matter: is it written right?") },
	[LINT_FRONT_VALUE] = { "front-value", LINT_WARNING, N_("\"%s\" is not a value that \"%s\" takes.") },
	[LINT_DATE_FORM] = { "date-form", LINT_ADVICE, N_("\"%s\" is not in the form that can be sorted and cited: write the date as 2024-03-01, 2024-03 or 2024.") },
	[LINT_REPORT_ID] = { "report-id", LINT_ADVICE, N_("Without an id in front matter, such as \"id: %s\", notes and links are lost when a report's file is renamed.") },
	[LINT_TITLE_MISSING] = { "title-missing", LINT_WARNING, N_("The report has no title and no heading: its file's name is shown.") },
	[LINT_LANG_MISSING] = { "lang-missing", LINT_WARNING, N_("No language is named: name it as lang in front matter, or in the name of the file (report.en.md).") },
	[LINT_LANG_UNKNOWN] = { "lang-unknown", LINT_WARNING, N_("\"%s\" is not a language code such as kk, ru or en.") },
	[LINT_LANG_SCRIPT] = { "lang-script", LINT_WARNING, N_("The report is said to be in \"%s\", but is not written in that language's letters.") },

	[LINT_NOT_UTF8] = { "not-utf8", LINT_ERROR, N_("There are bytes that are not UTF-8: save the file as UTF-8.") },
	[LINT_CONTROL] = { "control", LINT_WARNING, N_("The character %s does not belong in text and is not shown: remove it.") },
	[LINT_BIDI] = { "bidi", LINT_ERROR, N_("The character %s turns the order of what follows, so that it reads as what it is not: remove it.") },
	[LINT_REPLACED] = { "replaced", LINT_WARNING, N_("A sign (�) stands for a letter that was lost: compare with the original.") },
	[LINT_NOT_NFC] = { "not-nfc", LINT_ADVICE, N_("Letters are written in parts (not NFC), beginning with \"%s\": searches elsewhere may miss them.") },

	[LINT_LARGE] = { "large", LINT_WARNING, N_("The report is larger than 4 MiB and shown as plain text: split it.") },
	[LINT_NOT_PARSED] = { "not-parsed", LINT_ERROR, N_("The report is shown as plain text. %s") },
	[LINT_TOO_DEEP] = { "too-deep", LINT_WARNING, N_("Lists or quotes are nested too deep here and are flattened.") },
	[LINT_HTML_LOST] = { "html-lost", LINT_WARNING, N_("HTML: of <%s> only the words are shown. Write it in Markdown.") },
	[LINT_HTML_LINK] = { "html-link", LINT_WARNING, N_("HTML: the link to %s is lost. Write it in Markdown: [words](address).") },
	[LINT_HTML_STYLE] = { "html-style", LINT_ADVICE, N_("HTML: the look of <%s> is lost. Markdown has signs for most of it.") },
	[LINT_TABLE_WIDE] = { "table-wide", LINT_ADVICE, N_("The table needs %s columns, a screen has %s for it: its rows are shown one under another.") },
	[LINT_TABLE_NONE] = { "table-none", LINT_WARNING, N_("This makes no table: the row above has %s cells, this line %s. Make them equal.") },
	[LINT_CELLS_LOST] = { "cells-lost", LINT_ERROR, N_("The row has more cells than the table's first row, and this is lost: \"%s\". Add columns there, or write \\| for a | inside a cell.") },
	[LINT_CELLS_MISSING] = { "cells-missing", LINT_ADVICE, N_("The row has %s of the table's %s cells: add the others, or an empty line before it if it is no row.") },
	[LINT_LIST_NUMBERS] = { "list-numbers", LINT_ADVICE, N_("The item is numbered %s here and in qorjyn, but %s in other programs: they count from the first one.") },

	[LINT_LINK_BROKEN] = { "link-broken", LINT_WARNING, N_("The link leads nowhere: %s is not in the bundle.") },
	[LINT_ANCHOR_BROKEN] = { "anchor-broken", LINT_WARNING, N_("The link leads to no heading or anchor: %s") },
	[LINT_REFERENCE_MISSING] = { "reference-missing", LINT_ADVICE, N_("\"%s\" is no link, as its address is nowhere in the report.") },
	[LINT_NOTE_MISSING] = { "note-missing", LINT_WARNING, N_("The footnote %s is nowhere in the report.") },
	[LINT_NOTE_UNUSED] = { "note-unused", LINT_ADVICE, N_("Nothing refers to this footnote (%s).") },
	[LINT_PICTURE_MISSING] = { "picture-missing", LINT_WARNING, N_("The picture %s is not in the bundle; nothing is loaded from a network.") },
	[LINT_PICTURE_WORDS] = { "picture-words", LINT_WARNING, N_("The picture %s has no words that stand for it: ![words](file).") },

	[LINT_REC_LOST] = { "rec-lost", LINT_ERROR, N_("The rec comment belongs to no passage, or a quotation mark is not closed.") },
	[LINT_REC_ID_MISSING] = { "rec-id-missing", LINT_WARNING, N_("The recommendation has no id: notes on it may not be found again.") },
	[LINT_REC_ID_TWICE] = { "rec-id-twice", LINT_ERROR, N_("Another recommendation of this report has the id \"%s\".") },
	[LINT_REC_ID_ELSEWHERE] = { "rec-id-elsewhere", LINT_ADVICE, N_("The id \"%s\" is also that of a recommendation in the report %s.") },
	[LINT_REC_ID_FORM] = { "rec-id-form", LINT_WARNING, N_("The id \"%s\" has spaces, signs or letters of two scripts: use letters, digits and -._") },
	[LINT_REC_TO] = { "rec-to", LINT_WARNING, N_("The recommendation %s does not say whom it asks (to).") },
	[LINT_REC_FROM] = { "rec-from", LINT_WARNING, N_("The recommendation %s does not say who asks (from).") },
	[LINT_REC_VALUE] = { "rec-value", LINT_WARNING, N_("\"%s\" is not a value that \"%s\" takes in a recommendation.") },
	[LINT_REC_KEY] = { "rec-key", LINT_ADVICE, N_("The key \"%s\" means nothing in a recommendation: is it written right?") },
	[LINT_REC_KEY_TWICE] = { "rec-key-twice", LINT_WARNING, N_("The recommendation says \"%s\" twice; only the first counts.") },
	[LINT_REC_SEE] = { "rec-see", LINT_WARNING, N_("\"%s\" (see) is no recommendation and no report of this bundle: correct it, or write in words what is meant.") },
	[LINT_REC_DETECTED] = { "rec-detected", LINT_ADVICE, N_("Recommendations are only guessed from the headings: declare them with rec comments.") },

	[LINT_VARIANT_REC] = { "variant-rec", LINT_ERROR, N_("The recommendation \"%s\" is not in the same report in another language: %s") },
	[LINT_VARIANT_VALUE] = { "variant-value", LINT_ERROR, N_("The recommendation \"%s\" says other things of %s than in %s.") },
	[LINT_VARIANT_STRUCTURE] = { "variant-structure", LINT_WARNING, N_("From here on the passages are not those of line %s of %s: they cannot stand side by side.") },

	[LINT_SERIES_OTHER] = { "series-other", LINT_ERROR, N_("This is the series \"%s\", the older edition is of \"%s\".") },
	[LINT_EDITION_NOT_NEWER] = { "edition-not-newer", LINT_ERROR, N_("The edition \"%s\" is not newer than \"%s\".") },
	[LINT_REPORT_GONE] = { "report-gone", LINT_ERROR, N_("The report %s of the older edition is gone: notes on it are lost.") },
	[LINT_REPORT_MOVED] = { "report-moved", LINT_ERROR, N_("The report has the id %s, in the older edition it was %s: notes on it are lost. Write the older one as its id in front matter.") },
	[LINT_REPORT_NEW] = { "report-new", LINT_ADVICE, N_("The report is new.") },
	[LINT_REPORT_CHANGED] = { "report-changed", LINT_ADVICE, N_("The text is not that of the older edition.") },
	[LINT_LANG_GONE] = { "lang-gone", LINT_WARNING, N_("The report %s is not in \"%s\" any more.") },
	[LINT_REC_GONE] = { "rec-gone", LINT_ERROR, N_("The recommendation \"%s\" of the older edition is gone from %s.") },
	[LINT_REC_OTHER_WORDS] = { "rec-other-words", LINT_ERROR, N_("The id \"%s\" stood for other words in the older edition: %s") },
	[LINT_REC_CHANGED] = { "rec-changed", LINT_ADVICE, N_("The recommendation \"%s\" has been reworded.") },
	[LINT_REC_MOVED] = { "rec-moved", LINT_WARNING, N_("The recommendation \"%s\" was in the report %s in the older edition.") },
	[LINT_REC_NEW] = { "rec-new", LINT_ADVICE, N_("The recommendation \"%s\" is new.") },
	[LINT_REC_DROPPED] = { "rec-dropped", LINT_WARNING, N_("The older edition recommended \"%s\": that is gone, or has other words now. Is it meant so?") },
	[LINT_REC_REWORDED] = { "rec-reworded", LINT_ADVICE, N_("The recommendation has been reworded; it was \"%s\".") },
};
