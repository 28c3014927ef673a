/**
 * What a request's path can mean, and patterns over it. Rank 0; pure: no I/O, no clock; uses java.*
 * only.
 */
@NullMarked
package io.portcullis.pattern;

import org.jspecify.annotations.NullMarked;
