/* What paths in a bundle mean, for many of them: link_find() of links.h by maps, made once.  Internal to reader/. */
#ifndef QORJYN_READER_LINT_PATHS_H
#define QORJYN_READER_LINT_PATHS_H

#include "base/place.h"
#include "reader/links.h"

struct index;
struct link_paths;

/* ix must stay. */
struct link_paths *link_paths_new(const struct index *ix);
void link_paths_free(struct link_paths *p);
/* The same answer as link_find()'s; a member is not named. */
enum link_leads link_paths_find(const struct link_paths *p, const char *path, const char *lang, struct place *place);

#endif
