/**
 * Addresses, prefixes, ranges and the longest-match table over them. Rank 0; pure: no I/O, no
 * clock; uses java.* only.
 */
@NullMarked
package io.portcullis.ip;

import org.jspecify.annotations.NullMarked;
