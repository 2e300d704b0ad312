/* libsodium: secret boxes, which are bytes to everybody else. */
#ifndef SODIUM_CALLS_H
#define SODIUM_CALLS_H

#include <sodium.h>

#include "ungil.h"

UNGIL_CONSTANT(crypto_secretbox_KEYBYTES);
UNGIL_CONSTANT(crypto_secretbox_NONCEBYTES);
UNGIL_CONSTANT(crypto_secretbox_MACBYTES);

int sodium_init(void) UNGIL_SUCCESS(return >= 0);

void crypto_secretbox_keygen(unsigned char UNGIL_OUT key[crypto_secretbox_KEYBYTES]);

int crypto_secretbox_easy(unsigned char *UNGIL_OUT UNGIL_SIZED_BY(size + crypto_secretbox_MACBYTES)
                              box,
                          const unsigned char *UNGIL_SIZED_BY(size) message,
                          unsigned long long size,
                          const unsigned char *UNGIL_SIZED_BY(crypto_secretbox_NONCEBYTES) nonce,
                          const unsigned char *UNGIL_SIZED_BY(crypto_secretbox_KEYBYTES) key)
    UNGIL_SUCCESS(return == 0);

int crypto_secretbox_open_easy(
    unsigned char *UNGIL_OUT UNGIL_SIZED_BY(size - crypto_secretbox_MACBYTES) message,
    const unsigned char *UNGIL_SIZED_BY(size) box,
    unsigned long long size,
    const unsigned char *UNGIL_SIZED_BY(crypto_secretbox_NONCEBYTES) nonce,
    const unsigned char *UNGIL_SIZED_BY(crypto_secretbox_KEYBYTES) key) UNGIL_SUCCESS(return == 0);

#endif
