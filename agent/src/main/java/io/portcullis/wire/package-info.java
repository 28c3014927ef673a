/**
 * Requests and decisions as JSON, as verbs and the management API read and write them. Rank 6; uses
 * policy and below.
 */
@NullMarked
package io.portcullis.wire;

import org.jspecify.annotations.NullMarked;
