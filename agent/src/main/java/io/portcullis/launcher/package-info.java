/**
 * What the JVM starts: opens the agent's own class loader and hands over. The only package an
 * application can see; uses java.* only, no logging, no NIO file system, no JMX.
 */
@NullMarked
package io.portcullis.launcher;

import org.jspecify.annotations.NullMarked;
