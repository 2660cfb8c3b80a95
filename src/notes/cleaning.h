/* How the strings of a note are cleaned on their way in.  Inside notes/ only. */
#ifndef QORJYN_NOTES_CLEANING_H
#define QORJYN_NOTES_CLEANING_H

/* What people compare; running text on one line; running text. */
enum cleaning { CLEAN_NAME, CLEAN_LINE, CLEAN_TEXT };

/* Caller frees; never NULL.  Cleaning what is clean changes nothing. */
char *cleaned(const char *s, enum cleaning how);

#endif
