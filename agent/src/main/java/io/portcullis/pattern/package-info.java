/**
 * What a request's path and host can mean, and patterns over them. Rank 0; pure: no I/O, no clock;
 * uses java.* only.
 */
@NullMarked
package io.portcullis.pattern;

import org.jspecify.annotations.NullMarked;
