/**
 * The machine of the tests on the built jar: JDKs, servers in JVMs of their own, and raw sockets to
 * talk to them. Knows nothing of the agent but where its jar is.
 */
@NullMarked
package io.portcullis.machine;

import org.jspecify.annotations.NullMarked;
