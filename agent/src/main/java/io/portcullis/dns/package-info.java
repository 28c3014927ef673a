/**
 * Forward-confirmed reverse DNS: whether an address carries an expected name in both directions.
 * Rank 1; does I/O through dnsjava's messages and sockets of its own; uses ip.
 */
@NullMarked
package io.portcullis.dns;

import org.jspecify.annotations.NullMarked;
