/**
 * Where the policy's text comes from: text and its revision out, no meaning. Rank 0; does I/O; uses
 * java.* only.
 */
@NullMarked
package io.portcullis.source;

import org.jspecify.annotations.NullMarked;
