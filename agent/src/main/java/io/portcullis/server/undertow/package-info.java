/**
 * Undertow 1.3 and later, by itself and in WildFly: one binary, compiled against 2.2. Rank 5; uses
 * server, gate and below.
 */
@NullMarked
package io.portcullis.server.undertow;

import org.jspecify.annotations.NullMarked;
