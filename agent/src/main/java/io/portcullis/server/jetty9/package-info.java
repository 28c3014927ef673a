/**
 * Jetty 9.0 to 11: one binary, compiled against 9.4, in which no linked descriptor holds a servlet
 * type. Rank 5; uses server, gate and below.
 */
@NullMarked
package io.portcullis.server.jetty9;

import org.jspecify.annotations.NullMarked;
