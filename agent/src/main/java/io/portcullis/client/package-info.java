/** Peer, headers and trusted proxies to the client's address. Rank 1; pure; uses ip. */
@NullMarked
package io.portcullis.client;

import org.jspecify.annotations.NullMarked;
