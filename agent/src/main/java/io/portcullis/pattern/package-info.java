/**
 * What a request's path and host can mean, and patterns over them. Rank 1; pure: no I/O, no clock;
 * uses ip.
 */
@NullMarked
package io.portcullis.pattern;

import org.jspecify.annotations.NullMarked;
