/**
 * The matrix of servers: every version that is supported, as it is delivered and on each JDK that
 * it runs on, is started with the agent and called over real sockets.
 */
@NullMarked
package io.portcullis.matrix;

import org.jspecify.annotations.NullMarked;
