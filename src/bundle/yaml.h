/* YAML as a flat list of pairs, by libyaml's events; the only file that sees
 * it.  Anchors and aliases are refused; depth, count and sizes bounded. */
#ifndef QORJYN_BUNDLE_YAML_H
#define QORJYN_BUNDLE_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One scalar: path is the keys joined by U+001F: "title", "title\x1fen",
 * "reports\x1f0", "files\x1f3\x1fpath"; line: its own, from 1.  Return false to stop. */
typedef bool yaml_fn(void *ctx, const char *path, const char *value, uint32_t line);

/* False when the YAML is broken or over a limit; what came before was reported, and *line (may be NULL) is where it is,
 * from 1. */
bool yaml_read(const char *bytes, size_t len, yaml_fn *fn, void *ctx, uint32_t *line);

#endif
