/**
 * The management API: a listener of its own that tells operators what is in force and what was
 * decided. Rank 7; uses wire, record, policy and below, and the JDK's HTTP server.
 */
@NullMarked
package io.portcullis.manage;

import org.jspecify.annotations.NullMarked;
