/* Between the files of the keyring. */
#ifndef QORJYN_TRUST_KEYRING_PARTS_H
#define QORJYN_TRUST_KEYRING_PARTS_H

struct keyring;

/* Reads which key signed which series; lines that are no such thing are passed over. */
void keyring_read_series(struct keyring *ring);

#endif
