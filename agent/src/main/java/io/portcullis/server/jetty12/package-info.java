/**
 * Jetty 12: the instrumentation here, the adapter in a source folder of its own, compiled against
 * 12.0, whose classes have the names of Jetty 9's. Rank 5; uses server, gate and below.
 */
@NullMarked
package io.portcullis.server.jetty12;

import org.jspecify.annotations.NullMarked;
