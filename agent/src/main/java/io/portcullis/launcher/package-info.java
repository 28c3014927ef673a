/**
 * What the JVM starts: opens the agent's own class loader and hands over. The only package of ours
 * that an application can see; uses java.* only, no logging, no NIO file system, no JMX.
 */
package io.portcullis.launcher;
